package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The users example, as a client sees it. */
@ExtendWith(SharedServer.class)
class UsersIT {

    private static final String STATISTICS = "/api/projections/user-statistics";

    @Test
    void addingAndRemovingUsersIsCountedByTheReadModel(Api api) throws Exception {
        JsonObject before = settledStatistics(api);

        String ada = add(api, "Ada", "ada@example.org");
        add(api, "Grace", "grace@example.org");
        assertThat(api.delete("/api/users/" + ada).statusCode()).isEqualTo(204);

        JsonObject after = Waiting.until(
                api,
                STATISTICS,
                s -> number(s, "usersAdded") == number(before, "usersAdded") + 2
                        && number(s, "usersRemoved") == number(before, "usersRemoved") + 1);
        assertThat(number(after, "activeUsers")).isEqualTo(number(before, "activeUsers") + 1);
        assertThat(number(after, "lastOffset")).isEqualTo(number(before, "lastOffset") + 3);
        assertThat(after.getString("lastUpdated")).endsWith("Z");
    }

    @Test
    void theEventsAreInTheLogWithTheUserAsKey(Api api) throws Exception {
        String user = add(api, "Edsger", "edsger@example.org");

        JsonObject page = api.getObject("/api/streams/UserWorkflow/events?key=" + user);

        JsonObject event = page.getJsonArray("events").getJsonObject(0);
        assertThat(page.getJsonArray("events")).hasSize(1);
        assertThat(event.getString("eventType")).isEqualTo("UserAdded");
        assertThat(event.getString("key")).isEqualTo(user);
        assertThat(event.getJsonObject("data").getString("name")).isEqualTo("Edsger");
        assertThat(event.getString("position"))
                .isEqualTo(Long.toString(event.getJsonNumber("offset").longValue()));
    }

    @Test
    void aUserIsRemovedOnceWhoeverAsks(Api api) throws Exception {
        String user = add(api, "Alan", "alan@example.org");
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            var answers = IntStream.range(0, 8)
                    .mapToObj(i -> callers.submit(
                            () -> api.delete("/api/users/" + user).statusCode()))
                    .toList();
            int removed = 0;
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isIn(204, 404);
                removed += answer.get() == 204 ? 1 : 0;
            }
            assertThat(removed).isEqualTo(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void anIdempotencyKeyMakesARepeatedRequestHarmless(Api api) throws Exception {
        String key = UUID.randomUUID().toString();
        String body = "{\"name\":\"Barbara\",\"email\":\"barbara@example.org\"}";

        HttpResponse<String> first = api.postJson("/api/users", body, "Idempotency-Key", key);
        HttpResponse<String> second = api.postJson("/api/users", body, "Idempotency-Key", key);
        HttpResponse<String> other = api.postJson("/api/users", body.replace("Barbara", "Ken"), "Idempotency-Key", key);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(other.statusCode()).isEqualTo(409);
        String user = Api.object(first).getString("userId");
        assertThat(api.getObject("/api/streams/UserWorkflow/events?key=" + user).getJsonArray("events"))
                .hasSize(1);
    }

    @Test
    void badInputIsRefusedFieldByFieldAndNothingIsWritten(Api api) throws Exception {
        long head = head(api);

        HttpResponse<String> answer = api.postJson("/api/users", "{\"name\":\"\",\"email\":\"nobody\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Api.object(answer).getJsonArray("violations").toString()).contains("\"name\"", "\"email\"");
        assertThat(api.delete("/api/users/nobody").statusCode()).isEqualTo(404);
        assertThat(api.postJson("/api/users", "{\"name\":").statusCode()).isEqualTo(400);
        assertThat(api.postJson("/api/users", "").statusCode()).isEqualTo(400);
        assertThat(api.postJson("/api/users", "[]").statusCode()).isEqualTo(400);
        assertThat(head(api)).isEqualTo(head);
    }

    @Test
    void pausedProjectionStandsAndSaysWhyAndResumeTakesItOn(Api api) throws Exception {
        add(api, "Donald", "donald@example.org");
        Waiting.untilCaughtUp(api, "user-statistics", head(api));

        JsonObject paused = Api.object(api.postJson(STATISTICS + "/pause", "{\"reason\":\"stock-taking\"}"));
        JsonObject before = settledStatistics(api);
        add(api, "Tony", "tony@example.org");

        assertThat(paused.getString("state")).isEqualTo("Paused");
        assertThat(paused.getString("explanation")).contains("stock-taking");
        assertThat(Waiting.find(api.getObject("/api/projections"), "user-statistics")
                        .getInt("lag"))
                .isEqualTo(1);
        assertThat(statistics(api)).isEqualTo(before);

        assertThat(api.postJson(STATISTICS + "/resume", "").statusCode()).isEqualTo(200);
        Waiting.until(api, STATISTICS, s -> number(s, "usersAdded") == number(before, "usersAdded") + 1);
        assertThat(api.postJson(STATISTICS + "/resume", "").statusCode()).isEqualTo(409);
    }

    @Test
    void rebuildReadsEverythingAgainAndComesToTheSame(Api api) throws Exception {
        add(api, "Niklaus", "niklaus@example.org");
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        JsonObject before = settledStatistics(api);

        HttpResponse<String> answer = api.postJson(STATISTICS + "/rebuild", "");

        assertThat(answer.statusCode()).isIn(200, 202);
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        assertThat(statistics(api)).isEqualTo(before);
        assertThat(api.postJson("/api/projections/nothing/rebuild", "").statusCode())
                .isEqualTo(404);
    }

    private static String add(Api api, String name, String email) throws Exception {
        HttpResponse<String> answer =
                api.postJson("/api/users", "{\"name\":\"" + name + "\",\"email\":\"" + email + "\"}");
        assertThat(answer.statusCode()).isEqualTo(201);
        return Api.object(answer).getString("userId");
    }

    /** With all that other tests have appended. */
    private static JsonObject settledStatistics(Api api) throws Exception {
        Waiting.untilCaughtUp(api, "user-statistics", head(api));
        return statistics(api);
    }

    private static JsonObject statistics(Api api) throws Exception {
        return api.getObject(STATISTICS);
    }

    private static long head(Api api) throws Exception {
        HttpResponse<String> answer = api.get("/api/streams/UserWorkflow/events?limit=1");
        return answer.statusCode() == 404
                ? -1
                : Api.object(answer).getJsonNumber("head").longValue();
    }

    private static long number(JsonObject object, String name) {
        return object.getJsonNumber(name).longValue();
    }
}
