package org.headrace.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A PostgreSQL that the settings name. */
final class GivenDatabase {

    private static final String SECONDS = "10";

    private GivenDatabase() {}

    /** @throws StartupFailure when it does not answer within {@value #SECONDS} s, or refuses */
    static void requireAnswer(Settings settings) {
        String url = settings.get(Setting.JDBC_URL);
        var properties = new Properties();
        properties.setProperty("user", settings.get(Setting.JDBC_USER));
        properties.setProperty("password", settings.get(Setting.JDBC_PASSWORD));
        properties.setProperty("connectTimeout", SECONDS);
        properties.setProperty("loginTimeout", SECONDS);
        properties.setProperty("socketTimeout", SECONDS);
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            if (!connection.isValid(Integer.parseInt(SECONDS))) {
                throw StartupFailure.failure("The database at " + withoutSecrets(url) + " does not answer");
            }
        } catch (SQLException e) {
            throw StartupFailure.failure(
                    "The database at " + withoutSecrets(url) + " does not answer: " + e.getMessage()
                            + " Check headrace.jdbc.url, headrace.jdbc.user and headrace.jdbc.password,"
                            + " or leave them out to use the PostgreSQL that comes with Headrace.",
                    e);
        }
    }

    /** What follows the question mark may hold a password. */
    static String withoutSecrets(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
