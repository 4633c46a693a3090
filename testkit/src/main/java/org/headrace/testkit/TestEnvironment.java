package org.headrace.testkit;

import io.agroal.api.AgroalDataSource;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.headrace.memory.HeapTransactions;
import org.headrace.spi.BeforeCheckpoint;
import org.headrace.spi.Schema;
import org.jspecify.annotations.Nullable;

/** What a server gives: transactions, and the database where there is one, opened at its first use. For one thread. */
final class TestEnvironment implements AutoCloseable {

    private final @Nullable TestDatabase database;
    private final HeapTransactions heap = new HeapTransactions(LocalJta.registry());
    private final Map<String, TestEntityManagers> units = new HashMap<>();
    private @Nullable AgroalDataSource pool;
    private long leftBefore;

    /** @param database null: everything is in the heap */
    TestEnvironment(@Nullable TestDatabase database) {
        this.database = database;
    }

    boolean isInMemory() {
        return database == null;
    }

    HeapTransactions heap() {
        return heap;
    }

    DataSource dataSource() {
        if (pool == null) {
            pool = TestPool.open(required());
        }
        return pool;
    }

    Schema schema() {
        DataSource unused = dataSource();
        return TestPool.schema((AgroalDataSource) unused, required());
    }

    EntityManager entityManager(String unit) {
        return units.computeIfAbsent(unit, name -> new TestEntityManagers(name, dataSource()))
                .shared();
    }

    List<BeforeCheckpoint> flushes() {
        return new ArrayList<>(units.values());
    }

    /** Commits; what is thrown in it rolls back. */
    <T> T inTransaction(Callable<T> work) {
        return unchecked(() -> LocalJta.committed(work));
    }

    /** What the work sees, and writes nothing of it. */
    <T> T look(Callable<T> work) {
        return unchecked(() -> LocalJta.rolledBack(work));
    }

    /** @throws AssertionError when a transaction, or a connection, was left open since this was asked last */
    void requireNothingOpen() {
        long inUse = pool == null ? 0 : pool.getMetrics().activeCount();
        long left = inUse - leftBefore;
        leftBefore = inUse;
        if (LocalJta.registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            unchecked(() -> {
                LocalJta.userTransaction().rollback();
                return left;
            });
            throw new AssertionError("A transaction was begun and left open");
        }
        if (left > 0) {
            throw new AssertionError(left + " connections were opened and not closed");
        }
    }

    @Override
    public void close() {
        units.values().forEach(TestEntityManagers::close);
        units.clear();
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }

    private TestDatabase required() {
        if (database == null) {
            throw new IllegalStateException("This testkit has no database: make it by over(TestDatabase)");
        }
        return database;
    }

    static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
