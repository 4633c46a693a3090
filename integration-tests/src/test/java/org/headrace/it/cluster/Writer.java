package org.headrace.it.cluster;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.headrace.it.Api;

/**
 * Appends events of users and of loans over HTTP, each batch at whichever node answers, with the same event ids until it
 * is acknowledged. What it writes follows from its seed.
 */
final class Writer implements Callable<Void> {

    static final String USERS = "UserWorkflow";
    static final String LOANS = "LoanApplications";

    private static final int LARGEST_BATCH = 12;
    private static final int KEYS = 200;
    private static final long PAUSE_MILLIS = 10;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 100;

    /** A node that stands still takes a connection and does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final long ALLOWED_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final List<String> LOAN_EVENTS =
            List.of("A_PREACCEPTED", "A_ACCEPTED", "W_Completeren aanvraag", "O_SELECTED", "A_DECLINED", "A_APPROVED");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final int number;
    private final Random random;
    private final List<Node> nodes;
    private final Appended appended;
    private final CountDownLatch end;
    private int preferred;

    /** @param end when it is to begin no more batches */
    Writer(int number, long seed, List<Node> nodes, Appended appended, CountDownLatch end) {
        this.number = number;
        this.random = new Random(seed * 31 + number);
        this.nodes = nodes;
        this.appended = appended;
        this.end = end;
        this.preferred = number;
    }

    @Override
    public Void call() throws InterruptedException {
        while (!end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            String stream = random.nextBoolean() ? USERS : LOANS;
            List<JsonObject> batch = new ArrayList<>();
            for (int i = 1 + random.nextInt(LARGEST_BATCH); i > 0; i--) {
                batch.add(stream.equals(USERS) ? ofUser() : ofLoan());
            }
            appendUntilAcknowledged(stream, batch);
        }
        return null;
    }

    private void appendUntilAcknowledged(String stream, List<JsonObject> batch) throws InterruptedException {
        JsonArrayBuilder array = Json.createArrayBuilder();
        batch.forEach(array::add);
        String body = array.build().toString();
        long began = System.nanoTime();
        long first = append(stream, body);
        while (first < 0) {
            if (System.nanoTime() - began > ALLOWED_NANOS) {
                throw new AssertionError("No node took a batch for " + stream);
            }
            appended.retried();
            preferred++;
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE_MILLIS);
            first = append(stream, body);
        }
        for (int i = 0; i < batch.size(); i++) {
            appended.acknowledged(stream, UUID.fromString(batch.get(i).getString("eventId")), first + i);
        }
    }

    /** Where its first event is; −1: nobody said. */
    private long append(String stream, String body) throws InterruptedException {
        Node node = nodes.get(preferred % nodes.size());
        boolean isStarting = node.isStarting();
        HttpResponse<String> answer;
        try {
            answer = client.send(
                    HttpRequest.newBuilder(URI.create(node.api().base() + "/api/streams/" + stream + "/events"))
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            // It is gone, or stands still; the events may be there.
            return -1;
        }
        if (answer.statusCode() == 201) {
            return Api.object(answer).getJsonNumber("firstOffset").longValue();
        }
        boolean isOurs = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
        if (isOurs ? answer.statusCode() == 503 : isStarting) {
            return -1;
        }
        throw new AssertionError(Instant.now() + " " + node.name() + " answered an append with " + answer.statusCode()
                + " " + answer.headers().map() + " " + answer.body());
    }

    private JsonObject ofUser() {
        String user = new UUID(number, random.nextInt(KEYS)).toString();
        return switch (random.nextInt(20)) {
            case 0 ->
                event("UserWasOnceCalledThis", user, Json.createObjectBuilder().add("userId", user));
            case 1, 2, 3, 4, 5, 6 ->
                event("UserRemoved", user, Json.createObjectBuilder().add("userId", user));
            default ->
                event(
                        "UserAdded",
                        user,
                        Json.createObjectBuilder()
                                .add("userId", user)
                                .add("name", "Ada")
                                .add("email", "ada@example.org"));
        };
    }

    private JsonObject ofLoan() {
        String loan = number + "-" + random.nextInt(KEYS);
        boolean isSubmitted = random.nextInt(5) == 0;
        BigDecimal amount = BigDecimal.valueOf(random.nextInt(10_000_000), 2);
        String type = isSubmitted ? "A_SUBMITTED" : LOAN_EVENTS.get(random.nextInt(LOAN_EVENTS.size()));
        return event(
                type,
                loan,
                Json.createObjectBuilder()
                        .add("case", Json.createObjectBuilder().add("AMOUNT_REQ", amount)));
    }

    private JsonObject event(String type, String key, JsonObjectBuilder data) {
        return Json.createObjectBuilder()
                .add("type", type)
                .add("eventId", new UUID(random.nextLong(), random.nextLong()).toString())
                .add("key", key)
                .add("occurredAt", Instant.ofEpochSecond(random.nextInt()).toString())
                .add("data", data)
                .build();
    }
}
