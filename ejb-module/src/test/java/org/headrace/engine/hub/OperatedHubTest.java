package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.headrace.engine.hub.SubscriptionAction.Close;
import org.headrace.engine.hub.SubscriptionAction.Pause;
import org.headrace.engine.hub.SubscriptionAction.Resume;
import org.headrace.engine.hub.SubscriptionAction.Rewind;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.stream.EventsArchivedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators see of connections and do to them. */
class OperatedHubTest {

    private static final Operator ANN = new Operator("ann", "it is stuck");
    private static final SubscriptionOptions WINDOW = new SubscriptionOptions(Set.of(), Set.of(), Window.of(5));

    private final TestHub hub = new TestHub();
    private final RecordingOutlet client = new RecordingOutlet();
    private final Recorded recorded = new Recorded();
    private final OperatedHub operated = operated();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aConnectionIsSeenWithItsSubscriptions() throws Exception {
        hub.append("S", 10);
        var origin = new ClientOrigin("ann", "192.0.2.7");
        HubConnection connection = hub.engine.open(client, origin, "id-1");
        connection.begin(hub.protocol, null);
        connection.subscribe("1", new SubscriptionRequest("S", 2L, WINDOW));
        connection.subscribe("2", SubscriptionRequest.to("Empty", 0L));
        client.awaitOffset("S", 6);
        connection.acknowledge("3", "S", 3);
        client.awaitOffset("S", 8);
        hub.skip(Duration.ofSeconds(5));

        ConnectionStatus status = operated.one("id-1");
        assertThat(status.origin()).isEqualTo(origin);
        assertThat(status.connectedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(status.heardAt()).isBefore(Instant.now().minusSeconds(4));
        assertThat(status.details().protocol()).isEqualTo("wordy");
        assertThat(status.details().naming()).isEqualTo("camel");
        assertThat(status.details().messages()).isEqualTo(client.messages().size());
        assertThat(status.details().characters())
                .isEqualTo(client.frames().stream().mapToInt(String::length).sum());
        assertThat(status.details().sendingSince()).isNull();
        assertThat(status.details().subscriptions())
                .containsExactly(
                        new SubscriptionStatus("Empty", null, SubscriptionOptions.NONE, 0L, -1, -1, 0, false),
                        new SubscriptionStatus("S", null, WINDOW, 9L, 9, 3, 5, false));
        assertThat(status.details().subscriptions().get(1).lag()).isEqualTo(1);
    }

    @Test
    void whoDoesNotReadIsSeenToBeSentSomethingAndHoldsNobodyUp() throws Exception {
        hub.append("S", 1);
        hub.connect(client.stall()).subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitStalled();
        hub.skip(Duration.ofSeconds(3));

        assertThat(only(operated.list(null, 10)).details().sendingSince())
                .isBefore(Instant.now().minusSeconds(2));
    }

    @Test
    void aConnectionThatDoesNotAnswerIsListedWithoutItsDetails() throws Exception {
        HubConnection busy = hub.connect(client);
        hub.connect(new RecordingOutlet());
        var release = new CountDownLatch(1);
        try {
            CompletableFuture<Boolean> unused = busy.ask(desk -> awaitQuietly(release));
            List<ConnectionStatus> listed = operated.list(null, 10).connections();

            assertThat(listed).hasSize(2).allSatisfy(c -> assertThat(c.details() == null)
                    .isEqualTo(c.id().equals(busy.id())));
        } finally {
            release.countDown();
        }
    }

    @Test
    void manyAreListedAPageAtATime() throws Exception {
        for (int i = 0; i < 25; i++) {
            hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN);
        }
        List<String> ids = new ArrayList<>();
        String after = null;
        do {
            HubOperations.Page page = operated.list(after, 10);
            assertThat(page.connections()).hasSizeLessThanOrEqualTo(10);
            assertThat(page.node()).isEqualTo("a-node");
            page.connections().forEach(c -> ids.add(c.id()));
            after = page.next();
        } while (after != null);

        assertThat(ids).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertThat(operated.list(null, 25).next()).isNull();
    }

    @Test
    void whoseConnectionIsClosedIsToldWhyAndMayNotComeAgainByItself() throws Exception {
        HubConnection connection = hub.connect(client);
        operated.close(connection.id(), ANN);

        client.awaitClosed();
        assertThat(client.messages()).containsExactly("close An operator closed the connection: it is stuck");
        hub.awaitCounts(new HubCounts(0, 0, 0));
        assertThat(recorded.actions).containsExactly("ann close-connection hub/connections/" + connection.id() + " []");
        assertThatThrownBy(() -> operated.close(connection.id(), ANN)).isInstanceOf(ConnectionNotFoundException.class);
        assertThatThrownBy(() -> operated.one(connection.id())).isInstanceOf(ConnectionNotFoundException.class);
        assertThat(operated.list(null, 10).connections()).isEmpty();
        assertThat(recorded.actions).hasSize(1);
    }

    @Test
    void aPausedSubscriptionIsSentNothingUntilItIsResumed() throws Exception {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        connection.subscribe("2", SubscriptionRequest.to("Other", 0L));
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        assertThat(of(operated.act(connection.id(), "S", new Pause(), ANN), "S").paused())
                .isTrue();
        int before = hub.log.reads.get();
        hub.append("S", 20);
        settle(connection, "appended");
        assertThat(hub.log.reads.get()).isEqualTo(before);
        hub.append("Other", 1);
        client.awaitOffset("Other", 0);
        assertThat(client.offsets("S")).containsExactly(0L);
        assertThat(of(operated.act(connection.id(), "S", new Resume(), ANN), "S")
                        .paused())
                .isFalse();

        client.awaitOffset("S", 20);
        assertThat(client.offsets("S")).isEqualTo(upTo(20));
        assertThat(recorded.actions)
                .containsExactly(
                        "ann pause-subscription hub/connections/" + connection.id() + " [S]",
                        "ann resume-subscription hub/connections/" + connection.id() + " [S]");
    }

    @Test
    void aRewoundSubscriptionIsSentEventsAgainWithAWindowOfItsOwn() throws Exception {
        hub.append("S", 50);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", new SubscriptionRequest("S", 20L, WINDOW));
        client.awaitOffset("S", 24);
        SubscriptionStatus after = of(operated.act(connection.id(), "S", new Rewind(3), ANN), "S");
        client.awaitOffset("S", 7);
        settle(connection, "quiet");

        assertThat(after.acknowledged()).isEqualTo(-1);
        assertThat(client.offsets("S")).containsExactly(20L, 21L, 22L, 23L, 24L, 3L, 4L, 5L, 6L, 7L);
        assertThat(client.messages()).contains("event S 3 0 after -1", "event S 4 0 after 3");
        assertThat(client.messages()).containsOnlyOnce("confirmed S");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
        assertThat(recorded.actions)
                .containsExactly("ann rewind-subscription hub/connections/" + connection.id() + " [S to offset 3]");
        connection.acknowledge(null, "S", 3);
        client.awaitOffset("S", 8);
    }

    @Test
    void aPausedSubscriptionStaysPausedWhenItIsRewound() throws Exception {
        hub.append("S", 3);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 2);
        operated.act(connection.id(), "S", new Pause(), ANN);

        assertThat(of(operated.act(connection.id(), "S", new Rewind(0), ANN), "S")
                        .paused())
                .isTrue();
        settle(connection, "quiet");
        assertThat(client.offsets("S")).isEqualTo(upTo(2));
    }

    @Test
    void aRewindSkipsNothing() throws Exception {
        hub.append("S", 3);
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 2);

        assertThatThrownBy(() -> operated.act(connection.id(), "S", new Rewind(4), ANN))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("must be from 0 to 3");
        assertThatThrownBy(() -> new Rewind(-1)).isInstanceOf(InvalidInputException.class);
        hub.retention.archiveBelow("S", 2, ANN);
        assertThatThrownBy(() -> operated.act(connection.id(), "S", new Rewind(1), ANN))
                .isInstanceOf(EventsArchivedException.class);
        assertThat(recorded.actions).isEmpty();
    }

    @Test
    void whoseSubscriptionIsClosedIsToldAndKeepsTheOthers() throws Exception {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        connection.subscribe("2", SubscriptionRequest.to("Other", 0L));
        client.awaitMessage("completed 2");
        ConnectionStatus after = operated.act(connection.id(), "S", new Close(), ANN);
        hub.append("S", 1);
        hub.append("Other", 1);
        client.awaitOffset("Other", 0);

        assertThat(client.messages()).contains("error An operator ended the subscription to S: it is stuck");
        assertThat(client.offsets("S")).isEmpty();
        assertThat(after.details().subscriptions())
                .extracting(SubscriptionStatus::stream)
                .containsExactly("Other");
        assertThatThrownBy(() -> operated.act(connection.id(), "S", new Pause(), ANN))
                .isInstanceOf(SubscriptionNotFoundException.class);
        assertThat(recorded.actions)
                .containsExactly("ann close-subscription hub/connections/" + connection.id() + " [S]");
    }

    @Test
    void whatCannotBeRecordedIsNotDone() throws Exception {
        HubConnection connection = hub.connect(client);
        connection.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitMessage("completed 1");
        recorded.isBroken = true;

        assertThatThrownBy(() -> operated.act(connection.id(), "S", new Close(), ANN))
                .hasMessage("no store");
        assertThatThrownBy(() -> operated.close(connection.id(), ANN)).hasMessage("no store");
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        assertThat(client.closed()).isNull();
    }

    private static Boolean awaitQuietly(CountDownLatch release) {
        try {
            return release.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void settle(HubConnection connection, String mark) {
        connection.unsubscribe(mark, "Nothing");
        client.awaitMessage("completed " + mark);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private OperatedHub operated() {
        var made = new OperatedHub() {
            @Override
            String node() {
                return "a-node";
            }

            @Override
            HubEngine engine() {
                return OperatedHubTest.this.hub.engine;
            }
        };
        made.log = hub.log;
        made.actions = recorded;
        return made;
    }

    private static ConnectionStatus only(HubOperations.Page page) {
        assertThat(page.connections()).hasSize(1);
        return page.connections().get(0);
    }

    private static SubscriptionStatus of(ConnectionStatus status, String stream) {
        return status.details().subscriptions().stream()
                .filter(s -> s.stream().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(0, last).boxed().toList();
    }

    private static final class Recorded implements OperatorActionStore {

        final List<String> actions = new ArrayList<>();
        boolean isBroken;

        @Override
        public void record(OperatorAction action) {
            if (isBroken) {
                throw new IllegalStateException("no store");
            }
            actions.add(action.by().principal() + " " + action.action() + " " + action.target() + " [" + action.detail()
                    + "]");
        }

        @Override
        public Page find(Query query) {
            throw new UnsupportedOperationException();
        }
    }
}
