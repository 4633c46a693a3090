package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.ConnectionNotFoundException;
import org.headrace.engine.hub.ConnectionStatus;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.headrace.engine.hub.HubOperations;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.engine.hub.SubscriptionAction;
import org.headrace.engine.hub.SubscriptionNotFoundException;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.SubscriptionStatus;
import org.headrace.engine.hub.Window;
import org.headrace.operator.Operator;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.headrace.web.security.KnownStreams;
import org.headrace.web.security.StreamsKnown;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubConnectionsResourceTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private static final String BUSY = "{\"id\":\"b\",\"principal\":null,\"remoteAddress\":null,"
            + "\"connectedAt\":\"2026-01-31T12:00:00Z\",\"heardAt\":\"2026-01-31T12:00:00Z\",\"answered\":false}";

    private static final String SHOWN = "{\"id\":\"a\",\"principal\":\"ann\",\"remoteAddress\":\"192.0.2.7\","
            + "\"connectedAt\":\"2026-01-31T12:00:00Z\",\"heardAt\":\"2026-01-31T12:00:00Z\",\"answered\":true,"
            + "\"protocol\":\"sse\",\"naming\":\"pascal\",\"messagesSent\":3,\"charactersSent\":400,"
            + "\"sendingSince\":\"2026-01-31T12:00:00Z\",\"patterns\":[\"S*\"],\"subscriptions\":["
            + "{\"stream\":\"S\",\"pattern\":\"S*\",\"options\":{\"eventTypes\":[\"A\",\"B\"],\"keys\":[\"k\"],\"window\":10,"
            + "\"acknowledge\":\"result\"},\"nextOffset\":7,\"head\":9,\"lag\":3,\"acknowledged\":-1,"
            + "\"unacknowledged\":2,\"paused\":true},"
            + "{\"stream\":\"T\",\"options\":{},\"nextOffset\":null,\"head\":-1,\"lag\":0,\"acknowledged\":-1,"
            + "\"unacknowledged\":0,\"paused\":false}]}";

    private final List<String> asked = new ArrayList<>();
    private @Nullable RuntimeException refusal;
    private @Nullable HubUnavailableException unavailable;
    private final Edge edge = new Edge(HubConnectionsResource.class, resource(StreamsKnown.ALL));

    @Test
    void listsTheConnectionsOfTheNode() throws Exception {
        Answer answer = edge.get("hub/connections?limit=2&after=x");

        assertThat(answer.body())
                .isEqualTo("{\"node\":\"one\",\"connections\":[" + SHOWN + "," + BUSY + "],\"next\":\"b\"}");
        assertThat(answer.header("Link")).isEqualTo("</api/hub/connections?limit=2&after=b>; rel=\"next\"");
        assertThat(asked).containsExactly("list x 2");
        assertThat(edge.get("hub/connections?limit=0").status()).isEqualTo(400);
    }

    @Test
    void showsOne() throws Exception {
        assertThat(edge.get("hub/connections/a").body()).isEqualTo(SHOWN);
    }

    @Test
    void closesOne() throws Exception {
        Answer answer = edge.call("DELETE", "hub/connections/a?reason=too%20slow", () -> "ann", new byte[0]);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(edge.call("DELETE", "hub/connections/a", null, new byte[0]).status())
                .isEqualTo(204);
        assertThat(asked).containsExactly("close a by ann: too slow", "close a by anonymous: ");
    }

    @Test
    void whyOneIsClosedIsNotSaidInABodyNorInLines() throws Exception {
        byte[] body = "{\"reason\":\"too slow\"}".getBytes(StandardCharsets.UTF_8);
        Answer inBody = edge.call("DELETE", "hub/connections/a", null, body, "Content-Length", "" + body.length);
        Answer inLines = edge.call("DELETE", "hub/connections/a?reason=a%0Ab", null, new byte[0]);

        assertThat(inBody.status()).isEqualTo(400);
        assertThat(inBody.body()).contains("\"field\":\"body\"", "?reason=");
        assertThat(inLines.status()).isEqualTo(400);
        assertThat(inLines.body()).contains("\"field\":\"reason\"");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "close"})
    void operatesASubscription(String action) throws Exception {
        Answer answer = edge.post("hub/connections/a/subscriptions/S/" + action, "{\"reason\":\"why\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SHOWN);
        assertThat(asked).containsExactly(action + " a S by anonymous: why");
    }

    @Test
    void rewindsASubscription() throws Exception {
        String rewind = "hub/connections/a/subscriptions/S/rewind";

        assertThat(edge.post(rewind, "{\"offset\":7,\"reason\":\"why\"}").body())
                .isEqualTo(SHOWN);
        assertThat(asked).containsExactly("rewind 7 a S by anonymous: why");
        for (String wrong : List.of("", "{}", "{\"offset\":-1}", "{\"offset\":\"7\"}", "{\"offset\":1.5}")) {
            Answer answer = edge.post(rewind, wrong);
            assertThat(answer.status()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).contains("\"field\":\"offset\"");
        }
        assertThat(edge.post(rewind, "{\"offset\":7,\"why\":1}").status()).isEqualTo(400);
        assertThat(asked).hasSize(1);
    }

    @Test
    void subscriptionsToStreamsThatTheCallerMayNotKnowOfAreNeitherShownNorTouched() throws Exception {
        var barred = new Edge(HubConnectionsResource.class, resource(StreamsKnown.only("T"::equals)));

        assertThat(barred.get("hub/connections").body())
                .contains("\"stream\":\"T\"")
                .doesNotContain("\"stream\":\"S\"");
        assertThat(barred.get("hub/connections/a").body()).doesNotContain("\"stream\":\"S\"");
        Answer refused = barred.post("hub/connections/a/subscriptions/S/pause", "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("stream-restricted");
        assertThat(barred.post("hub/connections/a/subscriptions/T/pause", "").body())
                .doesNotContain("\"stream\":\"S\"");
        assertThat(asked).containsExactly("list null 100", "pause a T by anonymous: ");
    }

    @Test
    void whatIsNotThereIsTold() throws Exception {
        refusal = new ConnectionNotFoundException("a");
        Answer connection = edge.get("hub/connections/a");
        assertThat(connection.status()).isEqualTo(404);
        assertThat(connection.body()).contains("connection-not-found", "another node holds it");
        refusal = new SubscriptionNotFoundException("a", "S");
        Answer subscription = edge.post("hub/connections/a/subscriptions/S/pause", "");
        assertThat(subscription.status()).isEqualTo(404);
        assertThat(subscription.body()).contains("subscription-not-found");
        refusal = null;
        unavailable = new HubUnavailableException("not yet");
        assertThat(edge.get("hub/connections").status()).isEqualTo(503);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private HubConnectionsResource resource(KnownStreams known) {
        var resource = new HubConnectionsResource();
        resource.known = known;
        resource.operations = new HubOperations() {
            @Override
            public Page list(@Nullable String after, int limit) throws HubUnavailableException {
                refuse();
                asked.add("list " + after + " " + limit);
                return new Page(
                        "one", List.of(shown(), new ConnectionStatus("b", ClientOrigin.UNKNOWN, AT, AT, null)), "b");
            }

            @Override
            public ConnectionStatus one(String id) throws HubUnavailableException {
                refuse();
                return shown();
            }

            @Override
            public void close(String id, Operator by) throws HubUnavailableException {
                refuse();
                asked.add("close " + id + " by " + by.principal() + ": " + by.reason());
            }

            @Override
            public ConnectionStatus act(String id, String stream, SubscriptionAction action, Operator by)
                    throws HubUnavailableException {
                refuse();
                String offset = action instanceof SubscriptionAction.Rewind rewind ? " " + rewind.offset() : "";
                asked.add(action.name() + offset + " " + id + " " + stream + " by " + by.principal() + ": "
                        + by.reason());
                return shown();
            }
        };
        return resource;
    }

    private void refuse() throws HubUnavailableException {
        if (refusal != null) {
            throw refusal;
        }
        if (unavailable != null) {
            throw unavailable;
        }
    }

    private static ConnectionStatus shown() {
        var options = new SubscriptionOptions(Set.of("B", "A"), Set.of("k"), new Window(10, true));
        var subscriptions = List.of(
                new SubscriptionStatus("S", "S*", options, 7L, 9, -1, 2, true),
                new SubscriptionStatus("T", null, SubscriptionOptions.NONE, null, -1, -1, 0, false));
        return new ConnectionStatus(
                "a",
                new ClientOrigin("ann", "192.0.2.7"),
                AT,
                AT,
                new Details("sse", "pascal", 3, 400, AT, List.of("S*"), subscriptions));
    }
}
