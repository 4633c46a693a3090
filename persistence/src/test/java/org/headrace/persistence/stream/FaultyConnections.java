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
