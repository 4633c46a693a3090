package org.headrace.it;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Reads a stream as server-sent events, of what the JDK has. */
public final class EventStream implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final HttpResponse<InputStream> response;

    /** Asks for it and reads on until it is closed. */
    public EventStream(Api api, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api.base() + path)).header("Accept", "text/event-stream");
        if (api.login().isThere()) {
            request.header("Authorization", api.login().authorization());
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        response = client.send(request.build(), BodyHandlers.ofInputStream());
        var reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var text = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.add(line);
            }
            lines.add(": end");
        } catch (IOException closed) {
            lines.add(": " + closed.getMessage());
        }
    }

    public String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** Waits for a line. */
    public EventStream await(String line) {
        Awaitility.await(line).atMost(DEADLINE).until(() -> lines.contains(line));
        return this;
    }

    /** The events received, once there are so many. */
    public List<JsonObject> events(int count) {
        return Awaitility.await(count + " events")
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(20))
                .until(this::events, received -> received.size() >= count);
    }

    /** Those received until now. */
    public List<JsonObject> events() {
        return lines.stream()
                .filter(line -> line.startsWith("data: {\"stream\""))
                .map(line -> Api.parse(line.substring("data: ".length())).asJsonObject())
                .toList();
    }

    /** All received until now, line by line. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
