package org.headrace.persistence.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Function;
import java.util.function.Supplier;
import org.headrace.stream.EventLogUnavailableException;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;

/**
 * Runs work with a session: that of the calling thread's JTA transaction, made at its first use and closed after the
 * transaction's end; without a transaction one of the work's own. Sessions are stateless: an entity is read and written
 * where the work says so, and nothing else is done for it. Safe for use by many threads.
 */
public final class TransactionSessions {

    private final Supplier<EntityManagerFactory> factory;
    private final TransactionSynchronizationRegistry registry;

    /** @param factory asked at each use */
    public TransactionSessions(Supplier<EntityManagerFactory> factory, TransactionSynchronizationRegistry registry) {
        this.factory = factory;
        this.registry = registry;
    }

    /** Whether the calling thread is in a transaction that has not ended. */
    public boolean isInTransaction() {
        int status = registry.getTransactionStatus();
        return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK;
    }

    /** Work that only reads. */
    public <T> T read(Function<StatelessSession, T> work) {
        if (isInTransaction()) {
            return work.apply(current());
        }
        try (StatelessSession own = newSession()) {
            return work.apply(own);
        }
    }

    /**
     * Work that writes; without a transaction in one of its own.
     *
     * @throws EventLogUnavailableException when that cannot be begun, or its commit fails: what was written may be there
     */
    public <T> T write(Function<StatelessSession, T> work) {
        if (isInTransaction()) {
            return work.apply(current());
        }
        TransactionManager transactions = transactionManager();
        try {
            transactions.begin();
        } catch (SystemException e) {
            throw new EventLogUnavailableException("A transaction could not be begun: " + e.getMessage(), e);
        } catch (NotSupportedException e) {
            throw new IllegalStateException("The calling thread's transaction has ended but is not gone", e);
        }
        T result;
        try {
            result = work.apply(current());
        } catch (RuntimeException | Error e) {
            rollBack(transactions, e);
            throw e;
        }
        commit(transactions);
        return result;
    }

    private StatelessSession current() {
        if (registry.getResource(this) instanceof StatelessSession joined) {
            return joined;
        }
        StatelessSession created = newSession();
        registry.putResource(this, created);
        registry.registerInterposedSynchronization(new Closing(created, Thread.currentThread()));
        return created;
    }

    private StatelessSession newSession() {
        return factory.get().unwrap(SessionFactory.class).openStatelessSession();
    }

    private TransactionManager transactionManager() {
        return factory.get()
                .unwrap(SessionFactoryImplementor.class)
                .getServiceRegistry()
                .requireService(JtaPlatform.class)
                .retrieveTransactionManager();
    }

    private static void commit(TransactionManager transactions) {
        try {
            transactions.commit();
        } catch (RollbackException | HeuristicMixedException | HeuristicRollbackException | SystemException e) {
            // All was written out before: what is left to fail is the connection.
            throw new EventLogUnavailableException("The commit failed: " + e.getMessage(), e);
        }
    }

    private static void rollBack(TransactionManager transactions, Throwable failure) {
        try {
            transactions.rollback();
        } catch (SystemException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private record Closing(StatelessSession session, Thread user) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // Everything is written out already.
        }

        @Override
        public void afterCompletion(int status) {
            // A transaction that takes too long is ended by a thread of the server, while ours may still be using the
            // session. It holds no connection between statements: that one is left to the garbage collector.
            if (Thread.currentThread() == user) {
                session.close();
            }
        }
    }
}
