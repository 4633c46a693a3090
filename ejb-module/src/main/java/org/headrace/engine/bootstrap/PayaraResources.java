package org.headrace.engine.bootstrap;

import java.lang.reflect.Method;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * A table of Payara's transaction manager: what each component, or thread of a managed factory, has used of connections. It
 * forgets components when they go, and threads never: each holds the application that it was made by, for the life of the
 * server. Its classes are not part of any API, so that all of this is by reflection, and does nothing where they are not there.
 */
final class PayaraResources {

    private static final Log LOG = Log.of(PayaraResources.class);

    private final Object invocations;
    private final Method current;
    private final Method instance;
    private final Object transactions;
    private final Method destroyed;

    private PayaraResources(ClassLoader loader) throws ReflectiveOperationException {
        Method service = loader.loadClass("org.glassfish.internal.api.Globals").getMethod("get", Class.class);
        Class<?> manager = loader.loadClass("org.glassfish.api.invocation.InvocationManager");
        Class<?> invocation = loader.loadClass("org.glassfish.api.invocation.ComponentInvocation");
        Class<?> transactionManager = loader.loadClass("com.sun.enterprise.transaction.api.JavaEETransactionManager");
        invocations = service.invoke(null, manager);
        current = manager.getMethod("getCurrentInvocation");
        instance = invocation.getMethod("getInstance");
        transactions = service.invoke(null, transactionManager);
        destroyed = transactionManager.getMethod("componentDestroyed", Object.class, invocation);
    }

    /** Null: the server is another one, or another Payara. */
    static @Nullable PayaraResources find() {
        try {
            return new PayaraResources(Thread.currentThread().getContextClassLoader());
        } catch (ReflectiveOperationException e) {
            LOG.because(e, LogMessage.THREADS_NOT_FORGOTTEN);
            return null;
        }
    }

    /** Called by a thread of a managed factory as the last thing it does. */
    void forgetThisThread() {
        try {
            Object invocation = current.invoke(invocations);
            if (invocation != null) {
                destroyed.invoke(transactions, instance.invoke(invocation), invocation);
            }
        } catch (ReflectiveOperationException e) {
            LOG.because(e, LogMessage.THREADS_NOT_FORGOTTEN);
        }
    }
}
