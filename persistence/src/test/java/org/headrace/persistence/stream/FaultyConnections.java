package org.headrace.persistence.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source whose connections do what they are told, and then report that it failed. */
final class FaultyConnections {

    private FaultyConnections() {}

    /** Strikes when a connection's method has done its work. */
    @FunctionalInterface
    interface Fault {
        void strike() throws SQLException;
    }

    static DataSource failingAfter(String method, DataSource sound, Fault fault) {
        return proxy(
                DataSource.class,
                sound,
                "getConnection",
                connection -> proxy(Connection.class, (Connection) connection, method, done -> {
                    fault.strike();
                    return done;
                }));
    }

    /** Does something to a connection before one of its methods is called. */
    @FunctionalInterface
    interface Blow {
        void strike(Connection connection) throws SQLException;
    }

    static DataSource struckBefore(String method, DataSource sound, Blow blow) {
        return proxy(DataSource.class, sound, "getConnection", opened -> {
            var connection = (Connection) opened;
            return Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, called, args) -> {
                        if (called.getName().equals(method)) {
                            blow.strike(connection);
                        }
                        try {
                            return called.invoke(connection, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        });
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
}
