package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the connection of a client ends whose token does. */
class ExpiryTest {

    private static final String CLOSE = "close The token has expired: connect with a new one come again";

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aConnectionEndsWithTheTokenItWasOpenedWithAndItsClientMayComeAgain() throws Exception {
        HubConnection connection = open(Instant.now().plusSeconds(600));
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");

        skip(Duration.ofSeconds(580), connection);
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        assertThat(client.closed()).isNull();

        skip(Duration.ofSeconds(30), connection);
        client.awaitClosed();
        assertThat(client.messages()).contains(CLOSE);
        hub.awaitCounts(new HubCounts(0, 0, 0));
    }

    @Test
    void withoutATokenItGoesOn() throws Exception {
        HubConnection connection = open(null);

        skip(Duration.ofDays(400), connection);
        connection.unsubscribe("1", "S");

        client.awaitMessage("completed 1");
        assertThat(client.closed()).isNull();
    }

    @Test
    void whoComesBackWithANewTokenStaysAsLongAsThatOneLasts() throws Exception {
        HubConnection connection = open(Instant.now().plusSeconds(600));
        connection.begin(hub.protocol, "", "name");
        var back = new RecordingOutlet();

        connection.attach(
                back, new ClientOrigin("ada", Set.of(), "", Instant.now().plusSeconds(6_000)));
        new NumberedLine(connection, back).continueAt(1);
        skip(Duration.ofSeconds(700), connection);
        connection.unsubscribe("1", "S");
        back.awaitMessage("completed 1");
        assertThat(back.closed()).isNull();

        skip(Duration.ofMinutes(100), connection);
        back.awaitClosed();
        assertThat(back.messages()).contains(CLOSE);
    }

    private HubConnection open(@Nullable Instant end) throws HubUnavailableException {
        HubConnection connection = hub.engine.open(client, new ClientOrigin("ada", Set.of(), "", end));
        connection.begin(hub.protocol, null);
        return connection;
    }

    /** While it gives signs of life. */
    private void skip(Duration time, HubConnection connection) {
        hub.skip(time);
        connection.heard();
    }
}
