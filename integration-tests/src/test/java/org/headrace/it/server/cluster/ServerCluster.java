package org.headrace.it.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.headrace.it.HubListener;
import org.headrace.it.Waiting;
import org.headrace.it.cluster.MicrosoftClients;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.RunningServer;
import org.headrace.it.server.release.Releases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The running server and another of its kind, on one database, with the same EAR: a cluster. Starting servers takes long,
 * so the tests are one story, each of them going on where the one before it ended.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class ServerCluster {

    /** So long that what is given back can be told from what runs out. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Of one that was killed: within the lease and 5 s, and a busy machine has its time. What it took is told. */
    private static final Duration TAKEOVER = LEASE.multipliedBy(2);

    /** Of one that was stopped, from the end of what it was at: nobody has waited for the lease's end. */
    static final Duration HANDOVER = LEASE.minusSeconds(2);

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    /** Of Microsoft's. */
    private static final int CLIENTS = 4;

    private static final Duration A_WHILE = Duration.ofSeconds(2);
    private static final int SAGAS = 5;

    private static SharedDatabase database;
    private static Member a;
    private static Member b;

    /** As it was when the test before ended. */
    private static Member owner;

    private static Member standby;

    @BeforeAll
    static void deployOnBoth() throws Exception {
        ApplicationServer first = RunningServer.get();
        database = new SharedDatabase(RunningServer.database());
        CompletableFuture<ApplicationServer> second =
                CompletableFuture.supplyAsync(() -> RunningServer.another(settings("node-b")));
        first.restart(settings("node-a"));
        a = new Member("node-a", first);
        b = new Member("node-b", second.join());
        Path release = Releases.old();
        a.server().deploy(release);
        b.server().deploy(release);
        Waiting.untilReady(a.api());
        Waiting.untilReady(b.api());
    }

    @AfterAll
    static void leaveOne() {
        if (b != null) {
            b.server().close();
            a.server().restart(Map.of());
            a.server().undeploy();
        }
    }

    private static Map<String, String> settings(String node) {
        return Map.of("HEADRACE_NODE_NAME", node, "HEADRACE_CLUSTER_LEASE", LEASE.toString());
    }

    @Test
    @Order(1)
    void eachProjectionHasOneRunnerAndBothTellWhich() throws Exception {
        a.addUser();
        b.addUser();
        Awaitility.await("all are owned, and both say the same")
                .atMost(DEADLINE)
                .until(() -> !a.owners().containsValue("") && a.owners().equals(b.owners()));
        String name = a.owners().get("user-statistics");
        owner = name.equals(a.name()) ? a : b;
        standby = name.equals(a.name()) ? b : a;
        assertThat(name).isEqualTo(owner.name());
        database.awaitReadModel(DEADLINE);

        try (Connection holder = database.holdUserStatistics()) {
            standby.addUser();
            owner.addUser();
            database.stayWaiting(1, A_WHILE);
            holder.rollback();
        }

        database.awaitReadModel(DEADLINE);
    }

    @Test
    @Order(2)
    void aClientOfTheHubSeesWhatIsAppendedAtEither() throws Exception {
        String stream = "Cluster-" + UUID.randomUUID();
        try (var atOwner = new HubListener(owner.api());
                var atStandby = new HubListener(standby.api())) {
            atOwner.subscribe(stream, 0);
            atStandby.subscribe(stream, 0);

            for (int i = 0; i < 10; i++) {
                (i % 2 == 0 ? owner : standby).append(stream);
            }

            for (HubListener listener : List.of(atOwner, atStandby)) {
                assertThat(offsets(listener.events(10)))
                        .containsExactlyElementsOf(
                                LongStream.range(0, 10).boxed().toList());
            }
        }
    }

    @Test
    @Order(3)
    void theOtherFinishesWhatAKilledOneWasAt() throws Exception {
        long inStock = database.inStock();
        long since;
        String order;
        try (var listener = new HubListener(standby.api())) {
            long head = standby.api()
                    .getObject("/api/streams/UserWorkflow/events?limit=1")
                    .getJsonNumber("head")
                    .longValue();
            listener.subscribe("UserWorkflow", head + 1);
            try (Connection payments = database.holdPayments();
                    Connection statistics = database.holdUserStatistics()) {
                order = Orders.start(owner);
                Orders.awaitReserved(owner, order);
                owner.addUser();
                standby.addUser();
                database.awaitWaiting(2);

                since = System.nanoTime();
                owner.server().kill();
                standby.addUser();

                statistics.rollback();
                payments.rollback();
            }
            database.awaitReadModel(left(since, TAKEOVER));
            tell("kill -9: the read model goes on", since);
            assertThat(offsets(listener.events(3))).containsExactly(head + 1, head + 2, head + 3);
        }
        assertThat(Orders.completedBy(standby, order))
                .as("who completed which step")
                .isEqualTo(Map.of(
                        "ReserveInventory",
                        owner.name(),
                        "AuthorizePayment",
                        standby.name(),
                        "ShipOrder",
                        standby.name()));
        tell("kill -9: the saga has ended", since);
        database.assertEffectsOnce(order);
        assertThat(database.inStock()).isEqualTo(inStock - Orders.QUANTITY);
        Awaitility.await("all are the other's")
                .atMost(left(since, TAKEOVER))
                .until(() -> standby.owners().values().stream().allMatch(standby.name()::equals));
    }

    @Test
    @Order(4)
    void aReleaseIsRolledOutWhileTheOldOneRuns() throws Exception {
        Member old = standby;
        Member next = owner;
        next.server().restart(settings(next.name()));
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < SAGAS; i++) {
            begun.add(old.startSaga("delivery", "{}"));
            begun.add(old.startSaga("refund", "{}"));
        }
        next.server().undeploy();

        next.server().deploy(Releases.next());
        Waiting.untilReady(next.api());

        List<String> delivered = new ArrayList<>();
        List<String> refunded = new ArrayList<>();
        for (int i = 0; i < SAGAS; i++) {
            delivered.add(next.startSaga("delivery", "{}"));
            refunded.add(next.startSaga("refund", "{}"));
            begun.add(old.startSaga("delivery", "{}"));
        }
        goOn(begun, old, next);
        goOn(delivered, next, old);
        goOn(refunded, next, old);
        for (String saga : begun) {
            Map<String, String> completedBy = Orders.completedBy(next, saga);
            assertThat(completedBy.values()).containsOnly(old.name());
            assertThat(database.notes(saga))
                    .isEqualTo(
                            completedBy.containsKey("Deliver")
                                    ? List.of("old Pack", "old Deliver")
                                    : List.of("old Ask", "old Pay"));
        }
        for (String saga : delivered) {
            assertThat(Orders.completedBy(old, saga).values()).containsOnly(next.name());
            assertThat(database.notes(saga)).containsExactly("new Pack", "new Label", "new Deliver");
        }
        for (String saga : refunded) {
            assertThat(Orders.completedBy(old, saga).values()).containsOnly(next.name());
            assertThat(database.notes(saga)).containsExactly("new Ask", "new Check", "new Pay");
        }
    }

    @Test
    @Order(5)
    void eachReleaseRunsItsOwnProjections() throws Exception {
        Member old = standby;
        Member next = owner;

        List<String> appended = List.of(
                Long.toString(old.append("Parcels")),
                Long.toString(next.append("Parcels")),
                Long.toString(old.append("Parcels")));

        for (String release : List.of("old-parcel", "new-parcel")) {
            Awaitility.await(release)
                    .atMost(DEADLINE)
                    .until(() -> database.notes(release).size() >= appended.size());
            assertThat(database.notes(release)).isEqualTo(appended);
        }
        assertThat(old.owners()).containsEntry("old-parcels", old.name()).doesNotContainKey("new-parcels");
        assertThat(next.owners()).containsEntry("new-parcels", next.name()).doesNotContainKey("old-parcels");
    }

    /** The old release's node, which still owns what both releases have. */
    @Test
    @Order(6)
    void aStoppedOneEndsItsStepsGivesBackTheRestAndSendsItsClientsToTheOther() throws Exception {
        Member stopped = standby;
        Member other = owner;
        String stream = "Stopped-" + UUID.randomUUID();
        assertThat(other.owners()).containsEntry("user-statistics", stopped.name());
        try (var microsofts = new MicrosoftClients(
                List.of(stopped.port(), other.port()), stopped.api().base().getPath(), stream, CLIENTS, DEADLINE)) {
            microsofts.awaitFollowing();
            long moving = stopped.connections();
            assertThat(moving)
                    .as("Microsoft's clients at the one that is stopped")
                    .isPositive();
            stopInAStep(stopped, other, stream);
            other.append(stream, "\"" + MicrosoftClients.LAST + "\"");
            List<JsonObject> clients = microsofts.awaitLast();
            assertThat(clients).hasSize(CLIENTS);
            assertThat(clients).allSatisfy(client -> assertThat(
                            offsets(client.getJsonArray("received").getValuesAs(JsonObject.class)))
                    .containsExactly(0L, 1L, 2L, 3L));
            assertThat(clients.stream()
                            .mapToLong(client -> client.getInt("reconnects"))
                            .sum())
                    .isEqualTo(moving);
        }
    }

    /** Appends three events to the stream, the first before. */
    private static void stopInAStep(Member stopped, Member other, String stream) throws Exception {
        long inStock = database.inStock();
        CompletableFuture<Void> stop;
        long since;
        String order;
        try (var client = new Goodbye(stopped.api());
                var listener = new HubListener(stopped.api());
                Connection payments = database.holdPayments()) {
            listener.subscribe(stream, 0);
            stopped.append(stream);
            listener.events(1);
            order = Orders.start(stopped);
            Orders.awaitReserved(stopped, order);
            database.awaitWaiting(1);

            stop = CompletableFuture.runAsync(stopped.server()::stop);

            assertThat(client.awaitEnd())
                    .as("Microsoft's clients come again after this")
                    .contains("\"type\":7")
                    .contains("\"allowReconnect\":true");
            Awaitility.await("told to come again").atMost(DEADLINE).until(listener::mayComeAgain);
            since = System.nanoTime();
            other.append(stream);
            try (var again = new HubListener(other.api())) {
                again.subscribe(stream, 1);
                other.append(stream);
                assertThat(offsets(again.events(2))).containsExactly(1L, 2L);
            }
            assertThat(offsets(listener.events())).containsExactly(0L);
            payments.rollback();
        }
        other.addUser();
        database.awaitReadModel(left(since, HANDOVER));
        tell("stop: the read model goes on", since);
        assertThat(Orders.completedBy(other, order))
                .as("who completed which step")
                .isEqualTo(Map.of(
                        "ReserveInventory",
                        stopped.name(),
                        "AuthorizePayment",
                        stopped.name(),
                        "ShipOrder",
                        other.name()));
        tell("stop: the saga has ended", since);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(HANDOVER);
        database.assertEffectsOnce(order);
        assertThat(database.inStock()).isEqualTo(inStock - Orders.QUANTITY);
        stop.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        tell("stop: the process has ended", since);
    }

    /** The last one: nobody is there to take over, so it is the database that tells that all was given back. */
    @Test
    @Order(9)
    void aSignalIsAStopToo() throws Exception {
        Member last = left();
        ProcessHandle process;
        String order;
        try (var client = new Goodbye(last.api());
                Connection payments = database.holdPayments()) {
            order = Orders.start(last);
            Orders.awaitReserved(last, order);
            database.awaitWaiting(1);

            process = last.server().terminate();

            assertThat(client.awaitEnd()).contains("\"type\":7").contains("\"allowReconnect\":true");
            payments.rollback();
        }
        database.awaitGivenBack(HANDOVER);
        assertThat(database.effects(order)).as("the step that was held").containsEntry("payments", 1L);
        ApplicationServer.awaitEnd(process);
    }

    /** The only one that runs, after {@link #aStoppedOneEndsItsStepsGivesBackTheRestAndSendsItsClientsToTheOther}. */
    static Member left() {
        return owner;
    }

    static SharedDatabase database() {
        return database;
    }

    /** Tells sagas to go on, at a node that has their steps, since one that has other steps says that it cannot. */
    private static void goOn(List<String> sagas, Member at, Member not) throws Exception {
        for (String saga : sagas) {
            HttpResponse<String> refused = not.signal(saga, "Go");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(refused.body()).contains("does not have the steps");
            HttpResponse<String> taken = at.signal(saga, "Go");
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        }
    }

    static List<Long> offsets(List<JsonObject> events) {
        return events.stream()
                .map(event -> event.getJsonNumber("offset").longValue())
                .toList();
    }

    private static Duration left(long since, Duration bound) {
        Duration left = bound.minusNanos(System.nanoTime() - since);
        assertThat(left).as("time left of %s", bound).isPositive();
        return left;
    }

    private static void tell(String what, long since) {
        System.out.printf("ServerCluster: %s after %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
