package org.headrace.engine.stream;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** A data source that counts what is executed over its connections. */
final class CountingConnections {

    /** How often each statement was executed. */
    final Map<String, Integer> executed = new ConcurrentHashMap<>();

    DataSource over(DataSource source) {
        return proxy(
                DataSource.class,
                source,
                (method, args, result) -> method.equals("getConnection") ? connection((Connection) result) : result);
    }

    int total() {
        return executed.values().stream().mapToInt(Integer::intValue).sum();
    }

    private Connection connection(Connection connection) {
        return proxy(
                Connection.class,
                connection,
                (method, args, result) -> method.equals("prepareStatement")
                        ? statement((String) args[0], (PreparedStatement) result)
                        : result);
    }

    private PreparedStatement statement(String sql, PreparedStatement statement) {
        return proxy(PreparedStatement.class, statement, (method, args, result) -> {
            if (method.startsWith("execute")) {
                executed.merge(sql, 1, Integer::sum);
            }
            return result;
        });
    }

    private interface After {
        Object then(String method, Object[] args, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            try {
                return after.then(called.getName(), args, called.invoke(target, args));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
