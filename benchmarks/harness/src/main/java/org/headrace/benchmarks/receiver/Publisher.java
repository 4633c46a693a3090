package org.headrace.benchmarks.receiver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Has a contestant publish. */
final class Publisher {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final String stream;

    Publisher(Order order) {
        address = order.publisher();
        stream = order.stream();
    }

    /** As fast as it can; it may return before anything is delivered. */
    void publish(long count) throws IOException, InterruptedException {
        post("publish?stream=" + stream + "&count=" + count);
    }

    /** One at a time. Returns after the last one. */
    void pace(long count, long micros) throws IOException, InterruptedException {
        post("pace?stream=" + stream + "&count=" + count + "&micros=" + micros);
    }

    private void post(String what) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(address + what))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(what + " was answered " + answer.statusCode() + ": " + answer.body());
        }
    }
}
