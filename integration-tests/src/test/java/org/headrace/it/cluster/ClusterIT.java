package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.Undisturbed;
import org.headrace.it.Waiting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * One node of two runs a projection, and the other goes on when that one is killed, stands still, is cut off or stops.
 * After each test the read model holds each event of the log once.
 */
@Undisturbed
@ExtendWith(SharedCluster.class)
class ClusterIT {

    /** Within the lease and 5 s, and a busy machine has its time. What it took is told. */
    private static final Duration TAKEOVER = Duration.ofSeconds(30);

    /** Less than the lease: nobody has waited for its end. */
    private static final Duration HANDOVER = Duration.ofSeconds(9);

    private static final Duration GENEROUS = Duration.ofMinutes(2);

    /** Longer than the standby takes to look whether it may begin. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private static final String STATUS = "/api/projections/user-statistics/status";

    private final Cluster cluster;
    private final ClusterDatabase database;
    private Node owner;
    private Node standby;

    ClusterIT(Cluster cluster) {
        this.cluster = cluster;
        this.database = cluster.database();
    }

    @BeforeEach
    void oneOwns() throws Exception {
        Node any = cluster.nodes().get(0);
        if (any.api().getObject(STATUS).getString("state").equals("Paused")) {
            any.api().postJson("/api/projections/user-statistics/resume", "");
        }
        long offset = append(any);
        JsonObject status = Waiting.until(
                any.api(),
                STATUS,
                s -> s.get("owner") != JsonValue.NULL
                        && s.getJsonNumber("lastProcessedOffset").longValue() >= offset);
        owner = cluster.node(status.getString("owner"));
        standby = cluster.otherThan(owner);
    }

    @AfterEach
    void eachEventIsInTheReadModelOnce() throws Exception {
        cluster.mend();
        for (Node node : cluster.nodes()) {
            long offset = append(node);
            Waiting.until(
                    node.api(),
                    STATUS,
                    s -> s.getJsonNumber("lastProcessedOffset").longValue() >= offset);
        }
        try (Connection connection = database.connect()) {
            ReadModels.agreeWith(
                    LogRow.read(connection, Writer.USERS), LogRow.read(connection, Writer.LOANS), connection);
        }
    }

    @Test
    void onlyTheOwnerProcessesAndBothTellWhoItIs() throws Exception {
        for (Node node : cluster.nodes()) {
            assertThat(ownerAsToldBy(node)).isEqualTo(owner.name());
        }
        try (Connection holder = holdReadModel()) {
            append(standby);
            append(owner);
            awaitWaiting(owner);
            Awaitility.await("the standby does not begin")
                    .during(A_WHILE)
                    .atMost(A_WHILE.multipliedBy(3))
                    .until(() -> database.waitingForLocks(standby.name()) == 0
                            && database.waitingForLocks(owner.name()) == 1);
            holder.rollback();
        }
    }

    @Test
    void theOtherGoesOnAfterAKill() throws Exception {
        long since = System.nanoTime();
        owner.kill();

        awaitTakeover("kill -9", since, TAKEOVER);
    }

    @Test
    void theOtherGoesOnWhenTheOwnerStandsStillInsideABatchAndTheWokenOneRollsBack() throws Exception {
        long since;
        try (Connection holder = holdReadModel()) {
            append(standby);
            awaitWaiting(owner);
            since = System.nanoTime();
            owner.freeze();
            holder.rollback();
        }
        Awaitility.await("the batch has its lock, and nobody tells it to go on")
                .until(() ->
                        database.waitingForLocks(owner.name()) == 0 && database.idleInTransaction(owner.name()) > 0);

        awaitTakeover("SIGSTOP inside a batch", since, TAKEOVER);

        owner.thaw();
        long offset = append(owner);
        awaitProcessed(offset, System.nanoTime(), GENEROUS);
        awaitOwner(owner, standby);
        assertThat(ownerAsToldBy(standby)).isEqualTo(standby.name());
    }

    @Test
    void theOtherAppendsWhenANodeStandsStillInsideAnAppend() throws Exception {
        CompletableFuture<Void> answered;
        long since;
        try (Connection holder = hold("SELECT * FROM streams WHERE name = '" + Writer.USERS + "' FOR UPDATE")) {
            answered = appendBeside(owner);
            awaitWaiting(owner);
            since = System.nanoTime();
            owner.freeze();
            holder.rollback();
        }
        Awaitility.await("the append has its lock, and nobody tells it to go on")
                .until(() ->
                        database.waitingForLocks(owner.name()) == 0 && database.idleInTransaction(owner.name()) > 0);

        awaitTakeover("SIGSTOP inside an append", since, TAKEOVER);

        owner.thaw();
        // It is told that nothing was written, or tries again by itself; the log and the read model agree in any case.
        assertThat(answered).succeedsWithin(GENEROUS);
    }

    @Test
    void theOwnerThatLosesItsSessionsGoesOnOrHandsOver() throws Exception {
        long since = System.nanoTime();
        assertThat(database.terminateBackends(owner.name(), Integer.MAX_VALUE))
                .as("sessions of the owner")
                .isPositive();

        awaitProcessed(append(standby), since, TAKEOVER);

        tell("pg_terminate_backend", since);
        String now = ownerAsToldBy(standby);
        awaitOwner(owner, cluster.node(now));
    }

    @Test
    void theOtherGoesOnWhenTheOwnerIsCutOffFromTheDatabaseWhichThenIsStandby() throws Exception {
        long since = System.nanoTime();
        owner.cutOff();

        awaitTakeover("network cut", since, TAKEOVER);

        assertThat(owner.isUnheard()).as("the owner spoke meanwhile").isTrue();
        owner.reconnect();
        awaitOwner(owner, standby);
        assertThat(ownerAsToldBy(standby)).isEqualTo(standby.name());
        awaitProcessed(append(owner), System.nanoTime(), GENEROUS);
    }

    @Test
    void theOwnerThatIsStoppedHandsOverAtOnce() throws Exception {
        long since = System.nanoTime();
        owner.terminate();

        awaitTakeover("SIGTERM", since, HANDOVER);

        owner.awaitExit();
    }

    @Test
    void eitherNodeMayBeToldToPauseAndToResume() throws Exception {
        assertThat(standby.api()
                        .postJson("/api/projections/user-statistics/pause", "{\"reason\":\"stock-taking\"}")
                        .statusCode())
                .isEqualTo(200);
        long offset = append(owner);
        for (Node node : cluster.nodes()) {
            Waiting.until(
                    node.api(),
                    STATUS,
                    s -> s.getString("state").equals("Paused")
                            && s.getJsonNumber("head").longValue() == offset);
        }
        Awaitility.await("it stands still")
                .during(A_WHILE)
                .atMost(A_WHILE.multipliedBy(3))
                .until(() -> lastOffset() < offset);

        long since = System.nanoTime();
        assertThat(standby.api()
                        .postJson("/api/projections/user-statistics/resume", "")
                        .statusCode())
                .isEqualTo(200);
        awaitProcessed(offset, since, TAKEOVER);
        awaitOwner(standby, owner);
    }

    /** The standby owns it, and what is appended after the fault is in the read model. */
    private void awaitTakeover(String fault, long since, Duration bound) throws Exception {
        awaitProcessed(append(standby), since, bound);
        Awaitility.await(standby.name() + " owns it")
                .atMost(left(since, bound))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ownerAsToldBy(standby).equals(standby.name()));
        tell(fault, since);
    }

    private void awaitProcessed(long offset, long since, Duration bound) {
        Awaitility.await("event " + offset + " is in the read model")
                .atMost(left(since, bound))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> lastOffset() >= offset);
    }

    private static void awaitOwner(Node teller, Node owner) {
        Awaitility.await(teller.name() + " tells that " + owner.name() + " owns it")
                .atMost(GENEROUS)
                .until(() -> ownerAsToldBy(teller).equals(owner.name()));
    }

    private void awaitWaiting(Node node) {
        Awaitility.await(node.name() + " waits for what is held")
                .atMost(GENEROUS)
                .until(() -> database.waitingForLocks(node.name()) > 0);
    }

    private static Duration left(long since, Duration bound) {
        Duration left = bound.minusNanos(System.nanoTime() - since);
        assertThat(left).as("time left of %s", bound).isPositive();
        return left;
    }

    private static void tell(String fault, long since) {
        System.out.printf("ClusterIT: %s: goes on after %.1f s%n", fault, (System.nanoTime() - since) / 1e9);
    }

    /** What a batch of the projection writes, it waits for until this connection rolls back. */
    private Connection holdReadModel() throws SQLException {
        return hold("SELECT * FROM user_statistics FOR UPDATE");
    }

    private Connection hold(String query) throws SQLException {
        Connection holder = database.connect();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).as("a row to hold").isTrue();
        }
        return holder;
    }

    private long lastOffset() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_offset FROM user_statistics")) {
            assertThat(row.next()).as("a row of user_statistics").isTrue();
            return row.getLong(1);
        }
    }

    /** Empty: nobody. */
    private static String ownerAsToldBy(Node node) throws Exception {
        return node.api().getObject(STATUS).getString("owner", "");
    }

    /** Its offset. */
    private static long append(Node node) throws Exception {
        HttpResponse<String> answer = post(node);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Api.object(answer).getJsonNumber("firstOffset").longValue();
    }

    /** Ends with whatever answer. */
    private static CompletableFuture<Void> appendBeside(Node node) {
        return CompletableFuture.runAsync(() -> {
            try {
                post(node);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static HttpResponse<String> post(Node node) throws IOException, InterruptedException {
        String id = UUID.randomUUID().toString();
        return node.api()
                .postJson(
                        "/api/streams/" + Writer.USERS + "/events",
                        "{\"type\":\"UserAdded\",\"eventId\":\"" + id + "\",\"key\":\"" + id
                                + "\",\"data\":{\"userId\":\"" + id
                                + "\",\"name\":\"n\",\"email\":\"e@example.org\"}}");
    }
}
