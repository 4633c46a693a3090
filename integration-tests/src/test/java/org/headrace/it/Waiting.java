package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Waits until the server has come to a state, with a deadline. */
public final class Waiting {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private Waiting() {}

    /** Until Headrace is ready; a server may say that it has started before its deployments have. */
    public static void untilReady(Api api) {
        untilReady(api, DEADLINE);
    }

    /** As {@link #untilReady(Api)}, by another deadline. */
    public static void untilReady(Api api, Duration deadline) {
        Awaitility.await("ready")
                .atMost(deadline)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> api.get("/api/health/ready").statusCode() == 200);
    }

    /** Until a GET answers 200 with an object that fits; returns it. */
    public static JsonObject until(Api api, String path, Predicate<JsonObject> condition) {
        return Awaitility.await(path)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> api.getObject(path), condition);
    }

    /** Until the saga has ended, however it did; returns its status. */
    public static JsonObject untilEnded(Api api, String sagaId) {
        return until(api, "/api/sagas/" + sagaId + "/status", status -> List.of("Completed", "Compensated", "Failed")
                .contains(status.getString("state")));
    }

    /** Until the projection has processed all of its stream. */
    public static JsonObject untilCaughtUp(Api api, String projection, long head) {
        JsonObject status = until(api, "/api/projections", all -> lastProcessed(all, projection) >= head);
        JsonObject found = find(status, projection);
        assertThat(found.getJsonNumber("lag").longValue()).isZero();
        return found;
    }

    public static JsonObject find(JsonObject projections, String name) {
        return projections.getJsonArray("projections").getValuesAs(JsonObject.class).stream()
                .filter(p -> p.getString("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No projection " + name + " in " + projections));
    }

    private static long lastProcessed(JsonObject projections, String name) {
        return find(projections, name).getJsonNumber("lastProcessedOffset").longValue();
    }
}
