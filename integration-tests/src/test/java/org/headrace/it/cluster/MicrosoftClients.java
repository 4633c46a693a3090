package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.hub.NodeScripts;

/**
 * Unmodified {@code @microsoft/signalr} clients that follow a stream from its beginning, behind a balancer without
 * stickiness: {@code balanced.js}.
 */
public final class MicrosoftClients implements AutoCloseable {

    /** The data of the event at which they end, a string. */
    public static final String LAST = "last";

    private final Duration deadline;
    private final TcpBalancer balancer;
    private final NodeScripts.Running script;

    /**
     * They begin to connect.
     *
     * @param ports of the nodes
     * @param path that the application has at each
     * @param deadline of each of what is waited for
     */
    public MicrosoftClients(List<Integer> ports, String path, String stream, int count, Duration deadline)
            throws IOException {
        this.deadline = deadline;
        balancer = new TcpBalancer(ports);
        script = NodeScripts.startText(
                // The tests on the servers run at once, in one folder.
                stream + ".js",
                "import follow from './balanced.js';\nfollow('http://127.0.0.1:%d%s', '%s', %d);"
                        .formatted(balancer.port(), path, stream, count));
    }

    /** Waits until all follow. */
    public void awaitFollowing() {
        await("\"following\"");
    }

    /** How many WebSockets came to another node than the one which gave out their token. */
    long crossed() {
        return balancer.crossed();
    }

    /** Waits until the last event has come to all; what each of them tells. */
    public List<JsonObject> awaitLast() throws IOException {
        await("\"done\"");
        return script.output()
                .lines()
                .filter(line -> line.contains("\"received\""))
                .map(line -> Api.parse(line).asJsonObject())
                .toList();
    }

    private void await(String part) {
        Awaitility.await(part).atMost(deadline).until(() -> {
            String said = script.output();
            assertThat(script.process().isAlive() || said.contains(part))
                    .as(said)
                    .isTrue();
            return said.contains(part);
        });
    }

    @Override
    public void close() throws IOException {
        script.close();
        balancer.close();
    }
}
