package org.headrace.engine.saga;

import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A transaction whose commits have something done before and after them, in which a test may wait, or throw. */
interface InterceptedCommits {

    void before() throws Exception;

    default void after() throws Exception {}

    default UserTransaction of(UserTransaction real) {
        return (UserTransaction) Proxy.newProxyInstance(
                UserTransaction.class.getClassLoader(),
                new Class<?>[] {UserTransaction.class},
                (proxy, method, arguments) -> {
                    boolean isCommit = method.getName().equals("commit");
                    if (isCommit) {
                        before();
                    }
                    Object result;
                    try {
                        result = method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    if (isCommit) {
                        after();
                    }
                    return result;
                });
    }
}
