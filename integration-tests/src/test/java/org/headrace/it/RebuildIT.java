package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A new version of the sample's read model beside the one that serves, as a client sees it. */
@ExtendWith(SharedServer.class)
class RebuildIT {

    private static final String STATISTICS = "/api/projections/user-statistics";
    private static final String REBUILD = STATISTICS + "/rebuild";

    @Test
    void aReaderSeesNoGapWhileANewVersionIsBuiltAndSwitched(Api api) throws Exception {
        for (int i = 0; i < 120; i++) {
            add(api);
        }
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        var stop = new AtomicBoolean();
        var answers = new AtomicLong();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Long> reading = reader.submit((Callable<Long>) () -> {
                long seen = -1;
                while (!stop.get()) {
                    HttpResponse<String> answer = api.get(STATISTICS);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    long offset = Api.object(answer).getJsonNumber("lastOffset").longValue();
                    assertThat(offset).as("it never goes back").isGreaterThanOrEqualTo(seen);
                    seen = offset;
                    answers.incrementAndGet();
                }
                return seen;
            });

            HttpResponse<String> begun =
                    api.postJson(REBUILD, "{\"mode\":\"beside\",\"autoSwitch\":false,\"reason\":\"a test\"}");
            assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
            assertThat(api.postJson(REBUILD, "{\"mode\":\"beside\"}").statusCode())
                    .isEqualTo(409);
            Waiting.until(api, REBUILD, s -> s.getString("state").equals("CaughtUp"));
            add(api);
            JsonObject parity = Api.object(api.postJson(REBUILD + "/parity", ""));
            assertThat(parity.getBoolean("equal")).as("%s", parity).isTrue();
            long before = answers.get();
            HttpResponse<String> switched = api.postJson(REBUILD + "/switch", "{\"reason\":\"equal\"}");
            assertThat(switched.statusCode()).as(switched.body()).isEqualTo(200);
            assertThat(Api.object(switched).getString("state")).isEqualTo("Switched");
            add(api);
            Waiting.untilCaughtUp(api, "user-statistics", head(api));
            long last = head(api);
            Waiting.until(
                    api, STATISTICS, s -> s.getJsonNumber("lastOffset").longValue() == last && answers.get() > before);
            stop.set(true);
            assertThat(reading.get(30, TimeUnit.SECONDS)).isEqualTo(last);
        } finally {
            stop.set(true);
            reader.shutdownNow();
        }

        assertThat(api.postJson(REBUILD + "/finish", "").statusCode()).isEqualTo(200);
        assertThat(api.getObject(REBUILD).getString("state")).isEqualTo("None");
        assertThat(api.getObject(STATISTICS + "/audit").getBoolean("complete")).isTrue();
        assertThat(api.getObject("/api/operator-actions?target=projections/user-statistics&limit=4")
                        .toString())
                .contains("finish-rebuild", "switch-rebuild", "compare-rebuild", "rebuild-beside");
    }

    @Test
    void aSwitchIsRolledBackAndARebuildCancelled(Api api) throws Exception {
        add(api);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        JsonObject before = api.getObject(STATISTICS);

        assertThat(api.postJson(REBUILD, "{\"mode\":\"beside\"}").statusCode()).isEqualTo(202);
        Waiting.until(api, REBUILD, s -> s.getString("state").equals("CaughtUp"));
        assertThat(api.postJson(REBUILD + "/switch", "{\"acceptDifferences\":true}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(api.postJson(REBUILD + "/rollback", "").statusCode()).isEqualTo(200);
        assertThat(api.getObject(STATISTICS)).isEqualTo(before);
        assertThat(api.postJson(REBUILD, "{\"mode\":\"beside\"}").statusCode()).isEqualTo(202);
        assertThat(api.postJson(REBUILD + "/cancel", "").statusCode()).isEqualTo(200);

        add(api);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        assertThat(api.getObject(STATISTICS).getInt("usersAdded")).isEqualTo(before.getInt("usersAdded") + 1);
        assertThat(api.postJson("/api/projections/nothing/rebuild/switch", "").statusCode())
                .isEqualTo(404);
        assertThat(api.postJson(REBUILD, "{\"mode\":\"sideways\"}").statusCode())
                .isEqualTo(400);
        assertThat(api.postJson("/api/projections/loan-applications/rebuild", "{\"mode\":\"beside\"}")
                        .statusCode())
                .as("it names no tables")
                .isEqualTo(409);
    }

    @Test
    void aRebuildStartsFromASnapshot(Api api) throws Exception {
        add(api);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));

        HttpResponse<String> taken = api.postJson(STATISTICS + "/snapshots", "{\"reason\":\"a test\"}");

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        long id = Api.object(taken).getJsonNumber("id").longValue();
        assertThat(api.getObject(STATISTICS + "/snapshots")
                        .getJsonArray("snapshots")
                        .getJsonObject(0)
                        .getJsonNumber("id")
                        .longValue())
                .isEqualTo(id);
        add(api);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        JsonObject before = api.getObject(STATISTICS);
        assertThat(api.postJson(REBUILD, "").statusCode()).isEqualTo(202);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        assertThat(api.getObject(STATISTICS)).isEqualTo(before);
        assertThat(api.getObject(STATISTICS + "/audit").getBoolean("complete")).isTrue();
    }

    private static void add(Api api) throws Exception {
        assertThat(api.postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    private static long head(Api api) throws Exception {
        return api.getObject("/api/streams/UserWorkflow/events?limit=1")
                .getJsonNumber("head")
                .longValue();
    }
}
