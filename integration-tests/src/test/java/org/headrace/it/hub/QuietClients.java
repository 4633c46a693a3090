package org.headrace.it.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.EventStream;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Clients of the shared server, one of each kind, that subscribe and then say nothing. They connect before the first test
 * class that names this, so that they need not be waited for when the test of theirs comes.
 */
final class QuietClients implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(QuietClients.class);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /**
     * The clients.
     *
     * @param since by {@link System#nanoTime()}
     * @param stream what they have subscribed to, without a place
     * @param node those of {@code quiet.js}
     */
    record Connected(
            long since,
            String stream,
            NodeScripts.Running node,
            JavaClient java,
            EventsClient plain,
            EventStream serverSentEvents)
            implements AutoCloseable {

        Duration quietFor() {
            return Duration.ofNanos(System.nanoTime() - since);
        }

        /** By JUnit when its session ends. */
        @Override
        public void close() throws IOException {
            node.close();
            java.close();
            plain.close();
            serverSentEvents.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        clients(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Connected.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return clients(context);
    }

    private static Connected clients(ExtensionContext context) {
        HeadraceProcess server = SharedServer.server(context);
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .getOrComputeIfAbsent("clients", key -> connect(server), Connected.class);
    }

    private static Connected connect(HeadraceProcess server) {
        Api api = server.api();
        String stream = "Quiet-" + UUID.randomUUID();
        try {
            NodeScripts.Running node = NodeScripts.start("quiet.js", api.base().toString(), stream);
            JavaClient java = JavaClient.of(api).start();
            java.invoke("SubscribeToStream", stream);
            var plain = new EventsClient(server.port(), "");
            plain.send("{\"op\":\"subscribe\",\"stream\":\"" + stream + "\"}");
            var serverSentEvents = new EventStream(api, "/api/streams/" + stream + "/events").await("id: -1");
            Awaitility.await("subscribed")
                    .atMost(DEADLINE)
                    .until(() ->
                            node.output().contains("subscribed") && plain.ops().contains("confirmed"));
            return new Connected(System.nanoTime(), stream, node, java, plain, serverSentEvents);
        } catch (Exception e) {
            throw new IllegalStateException("Not all of them have connected", e);
        }
    }
}
