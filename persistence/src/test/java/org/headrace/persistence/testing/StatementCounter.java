package org.headrace.persistence.testing;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tells which statements were run in which committed transaction, be it JTA's or a connection's own. Safe for use by many
 * threads.
 */
public final class StatementCounter {

    private static final Pattern VERB = Pattern.compile("\\b(insert into|update|delete from|from)\\s+(\\w+)");

    private final TransactionSynchronizationRegistry registry;
    private final List<List<String>> committed = new ArrayList<>();
    private final ThreadLocal<List<String>> current = ThreadLocal.withInitial(ArrayList::new);

    public StatementCounter(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /**
     * By transaction in the order of their commits, and forgets them. Each statement by the first thing it does and the
     * table, such as {@code insert into events}. A statement without a transaction is one.
     */
    public synchronized List<List<String>> take() {
        List<List<String>> taken = List.copyOf(committed);
        committed.clear();
        return taken;
    }

    public UserTransaction wrap(UserTransaction transaction) {
        return proxy(UserTransaction.class, (self, method, arguments) -> {
            Object result = invoke(transaction, method, arguments);
            ended(method.getName());
            return result;
        });
    }

    public DataSource wrap(DataSource dataSource) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = invoke(dataSource, method, arguments);
            return result instanceof Connection connection ? wrap(connection) : result;
        });
    }

    private Connection wrap(Connection connection) {
        return proxy(Connection.class, (self, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            ended(method.getName());
            return result instanceof PreparedStatement statement
                    ? wrap(statement, connection, String.valueOf(arguments[0]))
                    : result;
        });
    }

    private PreparedStatement wrap(PreparedStatement statement, Connection connection, String sql) {
        return proxy(PreparedStatement.class, (self, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                executes(connection, sql);
            }
            return invoke(statement, method, arguments);
        });
    }

    private void executes(Connection connection, String sql) throws SQLException {
        Matcher verb = VERB.matcher(sql.toLowerCase(Locale.ROOT));
        String done = verb.find() ? verb.group(1) + " " + verb.group(2) : "select";
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION && connection.getAutoCommit()) {
            commit(List.of(done));
        } else {
            current.get().add(done);
        }
    }

    /** What has begun a transaction, or ended it. */
    private void ended(String method) {
        switch (method) {
            case "commit" -> {
                commit(List.copyOf(current.get()));
                current.remove();
            }
            case "begin", "rollback" -> current.remove();
            default -> {}
        }
    }

    private synchronized void commit(List<String> statements) {
        committed.add(statements);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invoke(Object wrapped, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(wrapped, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
