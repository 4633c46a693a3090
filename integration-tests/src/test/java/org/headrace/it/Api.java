package org.headrace.it;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Calls the HTTP API of a server.
 *
 * @param base with the context root, without a slash at its end
 * @param login as whom
 */
public record Api(URI base, Login login) {

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Calls it as nobody in particular. */
    public Api(URI base) {
        this(base, Login.NONE);
    }

    /** The same server, called as somebody. */
    public Api as(Login caller) {
        return new Api(base, caller);
    }

    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    public HttpResponse<String> postJson(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, "application/json", BodyPublishers.ofString(body), headers);
    }

    public HttpResponse<String> postNdjson(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return post(path, "application/x-ndjson", BodyPublishers.ofString(body), headers);
    }

    public HttpResponse<String> postFile(String path, String type, Path file, String... headers)
            throws IOException, InterruptedException {
        return post(path, type, BodyPublishers.ofFile(file), headers);
    }

    public HttpResponse<String> post(String path, String type, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", type).POST(body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    public JsonObject getObject(String path) throws IOException, InterruptedException {
        return object(get(path));
    }

    public static JsonObject object(HttpResponse<String> response) {
        return parse(response).asJsonObject();
    }

    /** A text that is known to be JSON. */
    public static JsonValue parse(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readValue();
        }
    }

    public static JsonArray array(HttpResponse<String> response) {
        return parse(response).asJsonArray();
    }

    private static JsonValue parse(HttpResponse<String> response) {
        try {
            return parse(response.body());
        } catch (RuntimeException e) {
            throw new AssertionError("Not JSON: " + response.statusCode() + " " + response.body(), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT.multipliedBy(5));
        return login.isThere() ? request.header("Authorization", login.authorization()) : request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
