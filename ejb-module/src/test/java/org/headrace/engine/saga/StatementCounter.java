package org.headrace.engine.saga;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tells which statements were run in which committed transaction. Safe for use by many threads. */
final class StatementCounter {

    private static final Pattern VERB = Pattern.compile("\\b(insert into|update|delete from|from)\\s+(\\w+)");

    private final TransactionSynchronizationRegistry registry;
    private final List<List<String>> committed = new ArrayList<>();
    private final ThreadLocal<List<String>> current = ThreadLocal.withInitial(ArrayList::new);

    StatementCounter(TransactionSynchronizationRegistry registry) {
        this.registry = registry;
    }

    /** By transaction in the order of their commits, and forgets them. A statement without a transaction is one. */
    synchronized List<List<String>> take() {
        List<List<String>> taken = List.copyOf(committed);
        committed.clear();
        return taken;
    }

    private synchronized void commit(List<String> statements) {
        committed.add(statements);
    }

    private void executed(String sql) {
        if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            commit(List.of(abbreviated(sql)));
        } else {
            current.get().add(abbreviated(sql));
        }
    }

    /** What is done, and with which table. */
    private static String abbreviated(String sql) {
        Matcher verb = VERB.matcher(sql.toLowerCase(Locale.ROOT));
        return verb.find() ? verb.group(1) + " " + verb.group(2) : "select";
    }

    UserTransaction wrap(UserTransaction transaction) {
        return proxy(UserTransaction.class, transaction, method -> {
            if (method.equals("commit")) {
                commit(List.copyOf(current.get()));
            }
            if (method.equals("begin") || method.equals("rollback")) {
                current.remove();
            }
        });
    }

    DataSource wrap(DataSource dataSource) {
        return converting(
                DataSource.class,
                dataSource,
                Connection.class,
                (connection, arguments) -> converting(
                        Connection.class,
                        connection,
                        PreparedStatement.class,
                        (statement, sql) -> proxy(PreparedStatement.class, statement, method -> {
                            if (method.startsWith("execute")) {
                                executed(String.valueOf(sql));
                            }
                        })));
    }

    private interface Conversion<R> {
        R of(R result, @Nullable Object firstArgument);
    }

    private static <T, R> T converting(Class<T> type, T wrapped, Class<R> results, Conversion<R> conversion) {
        return proxied(type, (proxy, method, arguments) -> {
            Object result = invoke(wrapped, method, arguments);
            return results.isInstance(result)
                    ? conversion.of(results.cast(result), arguments == null ? null : arguments[0])
                    : result;
        });
    }

    private static <T> T proxy(Class<T> type, T wrapped, Consumer<String> before) {
        return proxied(type, (proxy, method, arguments) -> {
            before.accept(method.getName());
            return invoke(wrapped, method, arguments);
        });
    }

    private static <T> T proxied(Class<T> type, InvocationHandler handler) {
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
