package org.headrace.server;

import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/** Finds out with one connection whether a database can be used, so that a wrong setting is told at once. */
final class DatabaseCheck {

    private final Duration limit;

    DatabaseCheck(Duration limit) {
        this.limit = limit;
    }

    /** @throws StartupFailure if the database refuses, cannot be found, or does not answer within the limit */
    void check(Database database) {
        String seconds = Long.toString(limit.toSeconds());
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        try (Connection connection = DriverManager.getConnection(database.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute("select 1");
        } catch (SQLException failure) {
            throw refused(database, reason(failure));
        }
    }

    private static StartupFailure refused(Database database, String reason) {
        return StartupFailure.because("The database " + database.shownUrl() + " cannot be used as user "
                + database.user() + " (" + reason
                + "): see that it runs, and check headrace.jdbc.url, headrace.jdbc.user and headrace.jdbc.password");
    }

    private static String reason(SQLException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof UnknownHostException) {
            return "unknown host " + cause.getMessage();
        }
        return StartupFailure.reason(failure);
    }
}
