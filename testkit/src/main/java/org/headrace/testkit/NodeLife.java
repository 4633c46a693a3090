package org.headrace.testkit;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Whether a node lives. One that has died reaches no store any more: its transaction is rolled back, and whatever its
 * threads would still do comes to nothing. For one thread.
 */
final class NodeLife {

    private boolean dead;

    /** Thrown where a node that is gone would go on. */
    static final class NodeDiedException extends RuntimeException {
        NodeDiedException() {
            super("The testkit has killed this node", null, false, false);
        }
    }

    boolean isDead() {
        return dead;
    }

    /** @throws NodeDiedException always: the node gets no further */
    void end() {
        dead = true;
        requireAlive();
    }

    /** The node dies as soon as the calling thread's transaction is committed. */
    void endAfterCommit() {
        LocalJta.registry().registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // It is not dead yet.
            }

            @Override
            public void afterCompletion(int status) {
                dead = dead || status == Status.STATUS_COMMITTED;
            }
        });
    }

    void requireAlive() {
        if (dead) {
            // A dead node waits for nothing: the engine gives up where it would try again after a while.
            Thread.currentThread().interrupt();
            throw new NodeDiedException();
        }
    }

    /** A store as this node reaches it. */
    <T> T reaching(Class<T> type, T store) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    requireAlive();
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
