package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that append to one stream and note what is acknowledged, across the end of a server. */
public final class Writers {

    private static final int THREADS = 4;

    private final String events;
    private final long run = UUID.randomUUID().getMostSignificantBits();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** What they were told, by event id. */
    private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean writing;

    public Writers(String stream) {
        events = "/api/streams/" + stream + "/events";
    }

    /** Begins; ends by itself when the server does. */
    public void start(Api api) {
        writing = true;
        for (int i = 0; i < THREADS; i++) {
            Thread writer = new Thread(() -> write(api), "writer-" + i);
            writer.start();
            threads.add(writer);
        }
    }

    public void stop() throws InterruptedException {
        writing = false;
        for (Thread writer : threads) {
            writer.join();
        }
        threads.clear();
    }

    public int acknowledged() {
        return acknowledged.size();
    }

    /** How many writers were left without an answer. */
    public int unanswered() {
        return unanswered.get();
    }

    /** All that was acknowledged is there once, where it was told to be, in a log without a gap. How long the log is. */
    public int verify(Api api) throws IOException, InterruptedException {
        List<JsonObject> log = readAll(api);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < log.size(); i++) {
            JsonObject event = log.get(i);
            assertThat(event.getJsonNumber("offset").longValue()).isEqualTo(i);
            assertThat(ids.add(event.getString("eventId"))).isTrue();
            Long told = acknowledged.get(event.getString("eventId"));
            assertThat(told == null || told == i)
                    .as("told %s, is at %s", told, i)
                    .isTrue();
        }
        assertThat(ids).containsAll(acknowledged.keySet());
        return log.size();
    }

    private void write(Api api) {
        while (writing) {
            String id = new UUID(run, attempts.incrementAndGet()).toString();
            String event = "{\"type\":\"UserAdded\",\"eventId\":\"" + id + "\",\"key\":\"" + id
                    + "\",\"data\":{\"userId\":\"" + id + "\",\"name\":\"n\",\"email\":\"e@example.org\"}}";
            try {
                HttpResponse<String> answer = api.postJson(events, event);
                if (answer.statusCode() == 201) {
                    acknowledged.put(
                            id, Api.object(answer).getJsonNumber("firstOffset").longValue());
                }
            } catch (IOException e) {
                // The server is being ended; what was not acknowledged may or may not be there.
                unanswered.incrementAndGet();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private List<JsonObject> readAll(Api api) throws IOException, InterruptedException {
        List<JsonObject> log = new ArrayList<>();
        JsonObject page;
        do {
            page = api.getObject(events + "?limit=1000&from=" + log.size());
            log.addAll(page.getJsonArray("events").getValuesAs(JsonObject.class));
        } while (!page.getJsonArray("events").isEmpty());
        assertThat(page.getJsonNumber("head").longValue()).isEqualTo(log.size() - 1L);
        return log;
    }
}
