package org.headrace.testkit;

import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** JTA by Narayana, one for the JVM. Nothing is recovered after a crash. */
final class LocalJta {

    static {
        useVolatileStores();
    }

    private LocalJta() {}

    static UserTransaction userTransaction() {
        return jtaPropertyManager.getJTAEnvironmentBean().getUserTransaction();
    }

    static TransactionManager manager() {
        return jtaPropertyManager.getJTAEnvironmentBean().getTransactionManager();
    }

    static TransactionSynchronizationRegistry registry() {
        return jtaPropertyManager.getJTAEnvironmentBean().getTransactionSynchronizationRegistry();
    }

    /** Commits; rolls back when the work throws. */
    static <T> T committed(Callable<T> work) throws Exception {
        userTransaction().begin();
        T result;
        try {
            result = work.call();
        } catch (Exception | Error e) {
            userTransaction().rollback();
            throw e;
        }
        userTransaction().commit();
        return result;
    }

    static <T> T rolledBack(Callable<T> work) throws Exception {
        userTransaction().begin();
        try {
            return work.call();
        } finally {
            userTransaction().rollback();
        }
    }

    private static void useVolatileStores() {
        Path unused = Path.of(System.getProperty("java.io.tmpdir"), "headrace-testkit");
        for (@Nullable String name : new @Nullable String[] {null, "communicationStore", "stateStore"}) {
            ObjectStoreEnvironmentBean store = name == null
                    ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                    : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name);
            store.setObjectStoreType(VolatileStore.class.getName());
            store.setObjectStoreDir(unused.toString());
        }
        // It would listen on a port, for a recovery that there is none of.
        BeanPopulator.getDefaultInstance(CoordinatorEnvironmentBean.class).setTransactionStatusManagerEnable(false);
        try {
            BeanPopulator.getDefaultInstance(CoreEnvironmentBean.class).setNodeIdentifier("headrace-test");
        } catch (CoreEnvironmentBeanException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
