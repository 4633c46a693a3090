package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.cluster.TcpBalancer;
import org.headrace.it.hub.NodeScripts;

/**
 * Unmodified {@code @microsoft/signalr} clients that follow a stream from its beginning, behind a balancer without
 * stickiness: {@code balanced.js}.
 */
final class MicrosoftClients implements AutoCloseable {

    static final int COUNT = 4;

    /** The data of the event at which they end. */
    static final String LAST = "\"last\"";

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final TcpBalancer balancer;
    private final NodeScripts.Running script;

    /** Returns when all follow. */
    MicrosoftClients(String stream, Member... members) throws IOException {
        balancer = new TcpBalancer(
                Stream.of(members).map(member -> member.api().base().getPort()).toList());
        script = NodeScripts.startText(
                "server-cluster-run.js",
                "import follow from './balanced.js';\nfollow('http://127.0.0.1:%d%s', '%s', %d);"
                        .formatted(balancer.port(), members[0].api().base().getPath(), stream, COUNT));
        await("\"following\"");
    }

    /** Waits until the last event has come to all; what each of them tells. */
    List<JsonObject> awaitLast() throws IOException {
        await("\"done\"");
        return script.output()
                .lines()
                .filter(line -> line.contains("\"received\""))
                .map(line -> Api.parse(line).asJsonObject())
                .toList();
    }

    /** The offsets that one of them received, in the order of their arrival. */
    static List<Long> offsets(JsonObject client) {
        List<Long> offsets = new ArrayList<>();
        for (JsonObject event : client.getJsonArray("received").getValuesAs(JsonObject.class)) {
            offsets.add(event.getJsonNumber("offset").longValue());
        }
        return offsets;
    }

    private void await(String part) {
        Awaitility.await(part).atMost(DEADLINE).until(() -> {
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
