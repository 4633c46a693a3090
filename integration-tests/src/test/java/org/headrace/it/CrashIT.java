package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/** {@code kill -9} under load, twice: nothing acknowledged is lost or doubled, and the read model equals the log. */
class CrashIT {

    private static final int WRITERS = 4;
    private static final int BEFORE_A_KILL = 400;

    /** What the writers were told, by event id. */
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean writing;

    @Test
    void everythingAcknowledgedSurvivesOnceAndTheReadModelEqualsTheLog() throws Exception {
        Path directory = Places.newDirectory("crash");
        for (int kill = 0; kill < 2; kill++) {
            try (HeadraceProcess server = HeadraceProcess.start(directory)) {
                List<Thread> writers = startWriters(server.api());
                int goal = acknowledged.size() + BEFORE_A_KILL;
                Awaitility.await("load").atMost(Duration.ofSeconds(60)).until(() -> acknowledged.size() >= goal);
                assertThat(server.isAlive()).isTrue();
                HeadraceProcess.signal("KILL", server.pid());
                server.awaitExit();
                writing = false;
                for (Thread writer : writers) {
                    writer.join();
                }
                assertThat(HeadraceProcess.processesOf(directory).values())
                        .as("PostgreSQL is left behind by the kill, so that its recovery is tested")
                        .anyMatch(line -> line.contains("postgres"));
                // Not closed in order: the next start finds what a kill leaves.
                assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(goal);
                startAgain(directory);
            }
        }
    }

    private void startAgain(Path directory) throws Exception {
        try (HeadraceProcess server = HeadraceProcess.start(directory)) {
            Api api = server.api();
            List<JsonObject> events = readAll(api);
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < events.size(); i++) {
                JsonObject event = events.get(i);
                assertThat(event.getJsonNumber("offset").longValue()).isEqualTo(i);
                assertThat(ids.add(event.getString("eventId"))).isTrue();
                Long told = acknowledged.get(event.getString("eventId"));
                assertThat(told == null || told == i)
                        .as("told %s, is at %s", told, i)
                        .isTrue();
            }
            assertThat(ids).containsAll(acknowledged.keySet());
            Waiting.untilCaughtUp(api, "user-statistics", events.size() - 1L);
            JsonObject statistics = api.getObject("/api/projections/user-statistics");
            assertThat(statistics.getInt("usersAdded")).isEqualTo(events.size());
            assertThat(statistics.getInt("lastOffset")).isEqualTo(events.size() - 1);
        }
    }

    private List<Thread> startWriters(Api api) {
        writing = true;
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Thread writer = new Thread(() -> write(api), "writer-" + i);
            writer.start();
            writers.add(writer);
        }
        return writers;
    }

    private void write(Api api) {
        while (writing) {
            String id = new UUID(0x7000, attempts.incrementAndGet()).toString();
            String event = "{\"type\":\"UserAdded\",\"eventId\":\"" + id + "\",\"key\":\"" + id
                    + "\",\"data\":{\"userId\":\"" + id + "\",\"name\":\"n\",\"email\":\"e@example.org\"}}";
            try {
                HttpResponse<String> answer = api.postJson("/api/streams/UserWorkflow/events", event);
                if (answer.statusCode() == 201) {
                    acknowledged.put(
                            id, Api.object(answer).getJsonNumber("firstOffset").longValue());
                }
            } catch (IOException e) {
                // The server is being killed; what was not acknowledged may or may not be there.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<JsonObject> readAll(Api api) throws Exception {
        List<JsonObject> events = new ArrayList<>();
        JsonObject page;
        do {
            page = api.getObject("/api/streams/UserWorkflow/events?limit=1000&from=" + events.size());
            events.addAll(page.getJsonArray("events").getValuesAs(JsonObject.class));
        } while (!page.getJsonArray("events").isEmpty());
        assertThat(page.getJsonNumber("head").longValue()).isEqualTo(events.size() - 1L);
        return events;
    }
}
