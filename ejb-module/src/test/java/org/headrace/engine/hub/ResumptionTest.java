package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.headrace.operator.Operator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that come back to their connection when its transport breaks. */
class ResumptionTest {

    private static final HubCounts EMPTY = new HubCounts(0, 0, 0);

    private final TestHub hub = new TestHub(new HubSettings(
            Duration.ofSeconds(5), 3, 2, Duration.ofMillis(100), Heartbeat.DEFAULT, ClientLimits.DEFAULT));
    private final ReturningClient client = new ReturningClient(hub, "name");

    @AfterEach
    void close() {
        hub.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothingIsLostAndNothingDoubledWhateverIsCutWhere(long seed) {
        var random = new Random(seed);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.subscribe("2", SubscriptionRequest.to("T", 0L));
        int appended = 0;
        int calls = 2;
        for (int cut = 0; cut < 30; cut++) {
            int more = 1 + random.nextInt(200);
            hub.append("S", more, "\"" + "x".repeat(random.nextInt(500)) + "\"");
            hub.append("T", 1);
            appended += more;
            if (random.nextBoolean()) {
                String call = String.valueOf(++calls);
                client.say(() -> client.connection().unsubscribe(call, "Nothing"));
            }
            if (random.nextInt(3) == 0) {
                client.awaitOffset("T", cut);
                client.acknowledge();
            }
            client.cut(random.nextInt(client.outlet().messages().size() + 1));
            String inVain = String.valueOf(++calls);
            client.sayInVain(() -> client.connection().unsubscribe(inVain, "Nothing"));
            client.comeBack();
        }

        client.awaitOffset("T", 29);
        client.awaitOffset("S", appended - 1);
        client.awaitAccepted("completed " + calls);
        assertThat(client.offsets("S")).containsExactlyElementsOf(upTo(appended));
        assertThat(client.offsets("T")).containsExactlyElementsOf(upTo(30));
        for (int call = 1; call <= calls; call++) {
            assertThat(client.accepted()).containsOnlyOnce("completed " + call);
        }
        assertThat(client.accepted()).containsOnlyOnce("confirmed S");
        hub.awaitCounts(new HubCounts(1, 2, 2));
    }

    @Test
    void whatIsSentAgainIsWhatWasSentBefore() {
        hub.append("S", 3, "\"é\"");
        client.subscribe("1", SubscriptionRequest.to("S", 1L));
        client.awaitOffset("S", 2);
        List<String> first = client.outlet().messages();
        client.cut(0);
        client.comeBack();

        client.awaitOffset("S", 2);
        assertThat(client.outlet().messages()).startsWith("continues 1").containsSubsequence(first.subList(1, 5));
    }

    @Test
    void whatIsAcknowledgedIsNotSentAgain() {
        hub.append("S", 10);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);
        client.line().received(7);
        client.comeBack();
        hub.append("S", 1);
        client.awaitOffset("S", 10);

        assertThat(client.outlet().messages().get(0)).isEqualTo("continues 8");
        assertThat(client.outlet().offsets("S")).containsExactly(5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void eventsOfSubscriptionsThatHaveEndedAreSentAgain() {
        hub.append("S", 10);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);
        client.unsubscribe("2", "S");
        TestHub.await("completed").until(() -> client.outlet().messages().contains("completed 2"));
        client.cut(3);
        hub.awaitCounts(new HubCounts(1, 0, 0));
        client.comeBack();

        client.awaitAccepted("completed 2");
        assertThat(client.offsets("S")).containsExactlyElementsOf(upTo(10));
    }

    @Test
    void aCallThatComesTwiceIsDoneOnce() {
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitAccepted("completed 1");
        client.unsubscribe("2", "S");
        client.subscribe("3", SubscriptionRequest.to("S", 0L));
        client.awaitAccepted("completed 3");
        client.comeBack();
        client.unsubscribe("4", "T");

        client.awaitAccepted("completed 4");
        assertThat(client.outlet().messages())
                .containsOnlyOnce("completed 1")
                .containsOnlyOnce("completed 2")
                .containsOnlyOnce("completed 3");
    }

    @Test
    void whatTheClientSaysIsAcknowledgedAfterASecondAndAgainWhenItComesBack() {
        client.unsubscribe("1", "S");
        client.unsubscribe("2", "S");
        client.awaitAccepted("completed 2");
        assertThat(client.outlet().messages()).doesNotContain("received 2");
        hub.skip(Duration.ofSeconds(2));
        client.outlet().awaitMessage("received 2");

        client.cut();
        client.comeBack();
        client.outlet().awaitMessage("continues 1");
        hub.skip(Duration.ofSeconds(2));
        client.outlet().awaitMessage("received 2");
    }

    @Test
    void aMessageThatIsMissingEndsTheConnection() {
        client.sayInVain(() -> {});
        client.attach(new RecordingOutlet());
        client.line().continueAt(2);

        client.outlet().awaitClosed();
        assertThat(client.outlet().messages())
                .containsExactly(
                        "close The client goes on at its message 2, and 0 have been received: messages are missing");
        hub.awaitCounts(EMPTY);
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentEndsTheConnection() {
        client.line().received(1);

        client.outlet().awaitClosed();
        assertThat(client.outlet().messages())
                .contains("close The client acknowledges message 1, and 0 have been sent");
    }

    @Test
    void whoComesBackSaysFirstWhereItGoesOn() {
        client.attach(new RecordingOutlet());
        client.unsubscribe("1", "S");

        client.outlet().awaitClosed();
        assertThat(client.outlet().messages())
                .containsExactly("close The first message of a resumed connection must be a Sequence");
        hub.awaitCounts(EMPTY);
    }

    @Test
    void whoSaysWhereItGoesOnWithoutHavingLeftIsCutOff() {
        client.line().continueAt(1);

        client.outlet().awaitClosed();
        assertThat(client.outlet().messages())
                .contains("close Only the first message of a resumed connection is a Sequence");
    }

    @Test
    void theOldTransportIsClosedAndNothingOfItCounts() throws Exception {
        RecordingOutlet old = client.outlet();
        NumberedLine oldLine = client.line();
        hub.append("S", 1);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 0);
        old.stall();
        hub.append("S", 1);
        old.awaitStalled();
        RecordingOutlet stalled = new RecordingOutlet().stall();
        client.comeBack(stalled);
        stalled.awaitStalled();

        old.awaitClosed();
        old.loseOne();
        oldLine.arrived(() -> client.connection().unsubscribe("old", "S"));
        client.connection().lost(old);
        everythingIsDone();
        assertThat(stalled.frames()).as("one is on its way").hasSize(1);
        stalled.readAll();
        hub.append("S", 1);
        client.awaitOffset("S", 2);
        assertThat(stalled.overlaps()).isZero();
        assertThat(client.accepted()).doesNotContain("completed old");
        assertThat(hub.engine.counts()).isEqualTo(new HubCounts(1, 1, 1));
    }

    @Test
    void aClientThatNeverAcknowledgesIsSentNoMoreUntilItDoes() {
        String text = "x".repeat(20_000);
        for (int i = 0; i < 14; i++) {
            refuse("c" + i, text);
            client.awaitAccepted("refused c" + i + ": " + text);
        }
        for (int i = 14; i < 20; i++) {
            refuse("c" + i, text);
        }
        hub.append("S", 1);
        client.subscribe("s", SubscriptionRequest.to("S", 0L));
        hub.skip(Duration.ofSeconds(11));
        client.outlet().awaitMessage("ping");
        assertThat(client.account().received()).isEqualTo(14);

        client.acknowledge();
        client.awaitOffset("S", 0);
        assertThat(client.account().received()).isEqualTo(23);
    }

    @Test
    void aClientThatComesBackIsPingedWhileTheLogDoesNotAnswer() {
        hub.append("S", 10);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);
        client.unsubscribe("2", "S");
        client.awaitAccepted("completed 2");
        hub.awaitCounts(new HubCounts(1, 0, 0));
        hub.log.shut();
        client.cut(0);
        client.comeBack();
        client.outlet().awaitMessage("continues 1");
        hub.skip(Duration.ofSeconds(11));
        client.outlet().awaitMessage("ping");
        assertThat(client.outlet().offsets("S")).isEmpty();

        hub.log.open();
        client.awaitAccepted("completed 2");
        assertThat(client.offsets("S")).containsExactlyElementsOf(upTo(10));
    }

    @Test
    void eventsThatWereArchivedMeanwhileEndTheConnectionWithAReason() {
        hub.append("S", 10);
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitOffset("S", 9);
        client.unsubscribe("2", "S");
        client.awaitAccepted("completed 2");
        hub.awaitCounts(new HubCounts(1, 0, 0));
        hub.retention.archiveBelow("S", 7, new Operator("ada", ""));
        client.cut(0);
        client.comeBack();

        client.outlet().awaitClosed();
        assertThat(client.outlet().messages())
                .last()
                .asString()
                .startsWith("close Events of S from offset 0 on were to be sent again, and are archived below offset 7")
                .endsWith(" come again");
        assertThat(client.offsets("S")).isEmpty();
        hub.awaitCounts(EMPTY);
    }

    @Test
    void aConnectionIsKeptForTheGraceAndThenNothingIsLeftOfIt() {
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitAccepted("completed 1");
        client.connection().lost(client.outlet());
        hub.awaitCounts(new HubCounts(1, 1, 1, 1));
        client.outlet().awaitClosed();
        hub.skip(Duration.ofSeconds(29));
        client.comeBack();
        hub.append("S", 1);
        client.awaitOffset("S", 0);
        hub.awaitCounts(new HubCounts(1, 1, 1));
        assertThat(hub.engine.resumable("name")).isSameAs(client.connection());

        client.connection().lost(client.outlet());
        hub.awaitCounts(new HubCounts(1, 1, 1, 1));
        hub.skip(Duration.ofSeconds(31));
        hub.awaitCounts(EMPTY);
        assertThat(hub.engine.resumable("name")).isNull();
        client.comeBack();
        client.outlet().awaitClosed();
        assertThat(client.outlet().messages()).isEmpty();
    }

    @Test
    void aKeptConnectionCountsTowardsTheLimit() throws Exception {
        client.unsubscribe("1", "S");
        client.awaitAccepted("completed 1");
        client.connection().lost(client.outlet());
        hub.awaitCounts(new HubCounts(1, 0, 0, 1));
        HubConnection second = hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN);

        assertThatThrownBy(() -> hub.engine.open(new RecordingOutlet(), ClientOrigin.UNKNOWN))
                .isInstanceOf(HubUnavailableException.class);
        hub.skip(Duration.ofSeconds(31));
        TestHub.await("gone").until(() -> hub.engine.resumable("name") == null);
        second.gone();
        hub.awaitCounts(EMPTY);
    }

    @Test
    void whoSaysGoodbyeIsNotWaitedFor() {
        client.subscribe("1", SubscriptionRequest.to("S", 0L));
        client.awaitAccepted("completed 1");
        client.connection().gone();

        hub.awaitCounts(EMPTY);
        assertThat(hub.engine.resumable("name")).isNull();
    }

    @Test
    void whoFallsSilentOrReadsNothingMayComeBack() {
        client.unsubscribe("1", "S");
        client.awaitAccepted("completed 1");
        hub.skip(Duration.ofSeconds(31));
        hub.awaitCounts(new HubCounts(1, 0, 0, 1));
        client.outlet().awaitClosed();

        RecordingOutlet unread = new RecordingOutlet().stall();
        client.comeBack(unread);
        unread.awaitStalled();
        hub.skip(Duration.ofSeconds(6));
        hub.awaitCounts(new HubCounts(1, 0, 0, 1));
        client.cut(0);
        client.comeBack();
        client.unsubscribe("2", "S");
        client.awaitAccepted("completed 2");
    }

    @Test
    void whoComesBackAndSaysNothingIsWaitedForNoLonger() {
        client.unsubscribe("1", "S");
        client.awaitAccepted("completed 1");
        client.attach(new RecordingOutlet());
        hub.skip(Duration.ofSeconds(16));
        client.outlet().awaitClosed();
        hub.awaitCounts(new HubCounts(1, 0, 0, 1));
        hub.skip(Duration.ofSeconds(31));

        hub.awaitCounts(EMPTY);
    }

    @Test
    void atAStopKeptConnectionsEnd() {
        client.unsubscribe("1", "S");
        client.awaitAccepted("completed 1");
        client.connection().lost(client.outlet());
        hub.awaitCounts(new HubCounts(1, 0, 0, 1));
        hub.engine.stop();

        hub.awaitCounts(EMPTY);
    }

    @Test
    void whoHasNotSaidWhatItSpeaksCannotComeBack() throws Exception {
        var outlet = new RecordingOutlet();
        HubConnection other = hub.engine.open(outlet, ClientOrigin.UNKNOWN);
        other.lost(outlet);

        hub.awaitCounts(new HubCounts(1, 0, 0));
    }

    /** More tasks one after the other than a connection does before it looks for something to send. */
    private void everythingIsDone() throws Exception {
        for (int i = 0; i <= 64; i++) {
            var done = new CountDownLatch(1);
            client.say(done::countDown);
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void refuse(String call, String text) {
        client.say(() -> client.connection().refuse(call, text));
    }

    private static List<Long> upTo(int count) {
        return LongStream.range(0, count).boxed().toList();
    }
}
