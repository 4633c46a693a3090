package org.headrace.persistence.testing;

import com.arjuna.ats.arjuna.common.CoordinatorEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.CoreEnvironmentBeanException;
import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.jta.common.jtaPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.transaction.TransactionAware;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * What an application server gives, without one: JTA by Narayana, and a pool by Agroal that enlists its connections in
 * the calling thread's transaction. Nothing is recovered after a crash.
 */
public final class JtaEnvironment implements AutoCloseable {

    private static final int POOL_SIZE = 40;

    static {
        useVolatileStores();
    }

    private final @Nullable AgroalDataSource pool;

    private JtaEnvironment(@Nullable AgroalDataSource pool) {
        this.pool = pool;
    }

    /** With a pool of at most 40 connections to the database. */
    public static JtaEnvironment over(EmbeddedDatabase database) {
        return over(database, POOL_SIZE);
    }

    public static JtaEnvironment over(EmbeddedDatabase database, int poolSize) {
        return over(database.jdbcUrl(), poolSize);
    }

    public static JtaEnvironment over(String jdbcUrl, int poolSize) {
        return over(jdbcUrl, poolSize, "postgres");
    }

    /** @param user of the database */
    public static JtaEnvironment over(String jdbcUrl, int poolSize, String user) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(true)
                .connectionPoolConfiguration(pool -> pool.maxSize(poolSize)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        // Looked at whenever a connection is taken, as the guide demands of a server's pool.
                        .validateOnBorrow(true)
                        .connectionValidator(ConnectionValidator.defaultValidator())
                        .transactionIntegration(new ActiveTransactionsOnly())
                        .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(Driver.class)
                                .jdbcUrl(jdbcUrl)
                                .principal(new NamePrincipal(user))));
        try {
            return new JtaEnvironment(AgroalDataSource.from(configuration));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Transactions only. */
    public static JtaEnvironment withoutDatabase() {
        return new JtaEnvironment(null);
    }

    public AgroalDataSource dataSource() {
        return Objects.requireNonNull(pool, "made without a database");
    }

    /** How many connections are taken out of the pool. */
    public long connectionsInUse() {
        return dataSource().getMetrics().activeCount();
    }

    public UserTransaction userTransaction() {
        return jtaPropertyManager.getJTAEnvironmentBean().getUserTransaction();
    }

    public TransactionManager transactionManager() {
        return transactionManagerOfJvm();
    }

    public TransactionSynchronizationRegistry registry() {
        return registryOfJvm();
    }

    /** Runs the work in a transaction of its own and commits; rolls back when it throws. */
    public <T> T inTransaction(Callable<T> work) throws Exception {
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

    /** Runs the work in a transaction of its own and rolls back. */
    public <T> T rolledBack(Callable<T> work) throws Exception {
        userTransaction().begin();
        try {
            return work.call();
        } finally {
            userTransaction().rollback();
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
    }

    /**
     * Gives no connection to a thread whose transaction is being rolled back behind its back, by its time limit: Agroal
     * alone would give one that commits each statement.
     */
    private static final class ActiveTransactionsOnly extends NarayanaTransactionIntegration {

        private ActiveTransactionsOnly() {
            super(transactionManagerOfJvm(), registryOfJvm());
        }

        @Override
        public TransactionAware getTransactionAware() throws SQLException {
            int status = registryOfJvm().getTransactionStatus();
            if (status == Status.STATUS_ROLLEDBACK || status == Status.STATUS_ROLLING_BACK) {
                throw new SQLException("The transaction of this thread is not active");
            }
            return super.getTransactionAware();
        }
    }

    private static TransactionManager transactionManagerOfJvm() {
        return jtaPropertyManager.getJTAEnvironmentBean().getTransactionManager();
    }

    private static TransactionSynchronizationRegistry registryOfJvm() {
        return jtaPropertyManager.getJTAEnvironmentBean().getTransactionSynchronizationRegistry();
    }

    private static void useVolatileStores() {
        for (String name : new String[] {null, "communicationStore", "stateStore"}) {
            ObjectStoreEnvironmentBean store = name == null
                    ? BeanPopulator.getDefaultInstance(ObjectStoreEnvironmentBean.class)
                    : BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name);
            store.setObjectStoreType(VolatileStore.class.getName());
            store.setObjectStoreDir("target/narayana");
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
