package org.headrace.it;

import org.headrace.it.server.Places;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One server on PostgreSQL for all test classes of a JVM that only call it; stopped after the last. */
public final class SharedServer implements BeforeAllCallback, ParameterResolver {

    /** The server lets pages in that are served from this port of 127.0.0.1. */
    public static final int LISTED_PORT = Places.freePort();

    private static final Namespace NAMESPACE = Namespace.create(SharedServer.class);

    /** Stopped by JUnit when its session ends; Maven starts a run for each class, all in one session. */
    private record Running(HeadraceProcess server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Api.class || type == HeadraceProcess.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        HeadraceProcess server = server(context);
        return parameter.getParameter().getType() == Api.class ? server.api() : server;
    }

    /** For extensions that build on it. */
    public static HeadraceProcess server(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent(
                        "server",
                        key -> new Running(HeadraceProcess.start(
                                Places.newDirectory("shared"),
                                "HEADRACE_ALLOWED_ORIGINS=http://127.0.0.1:" + LISTED_PORT)),
                        Running.class)
                .server();
    }
}
