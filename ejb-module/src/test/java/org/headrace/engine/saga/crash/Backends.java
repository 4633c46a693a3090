package org.headrace.engine.saga.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The database's sessions behind a node's transactions.
 *
 * @param pool enlists its connections, so that the calling thread's transaction has one backend
 */
record Backends(DataSource pool, String jdbcUrl) {

    /** Ends the backend of the calling thread's transaction; returns when it is gone. */
    void terminateOwn() {
        try (Connection own = pool.getConnection();
                Connection other = DriverManager.getConnection(jdbcUrl, "postgres", "");
                PreparedStatement pid = own.prepareStatement("SELECT pg_backend_pid()");
                PreparedStatement terminate = other.prepareStatement("SELECT pg_terminate_backend(?, 10000)")) {
            try (ResultSet row = pid.executeQuery()) {
                row.next();
                terminate.setInt(1, row.getInt(1));
            }
            try (ResultSet row = terminate.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new IllegalStateException("The backend did not end");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The backend could not be terminated", e);
        }
    }
}
