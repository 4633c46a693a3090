package org.headrace.benchmarks.axon;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/** A connection a thread and transaction, as Spring would have it for Axon. Without a transaction each statement commits. */
final class ThreadTransactions implements ConnectionProvider, TransactionManager {

    /** A thread works for one of them at a time. */
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    private final HikariDataSource pool;

    ThreadTransactions(HikariDataSource pool) {
        this.pool = pool;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection open = CURRENT.get();
        return open == null
                ? pool.getConnection()
                : ConnectionWrapperFactory.wrap(open, new ConnectionWrapperFactory.NoOpCloseHandler());
    }

    /** Joins the thread's transaction where there is one. */
    @Override
    public Transaction startTransaction() {
        if (CURRENT.get() != null) {
            return new Joined();
        }
        try {
            Connection connection = pool.getConnection();
            connection.setAutoCommit(false);
            CURRENT.set(connection);
            return new Own(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("No transaction could be begun", e);
        }
    }

    private static final class Joined implements Transaction {

        @Override
        public void commit() {
            // whoever began it does
        }

        @Override
        public void rollback() {
            // whoever began it does
        }
    }

    private static final class Own implements Transaction {

        private final Connection connection;

        Own(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void commit() {
            end(Connection::commit);
        }

        @Override
        public void rollback() {
            end(Connection::rollback);
        }

        private void end(Ending ending) {
            CURRENT.remove();
            try (connection) {
                ending.of(connection);
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw new IllegalStateException("A transaction could not be ended", e);
            }
        }
    }

    private interface Ending {
        void of(Connection connection) throws SQLException;
    }
}
