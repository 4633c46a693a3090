package org.headrace.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks the application whether it is ready. */
final class Readiness {

    private static final long BETWEEN_MILLIS = 50;

    private Readiness() {}

    /** @throws StartupFailure when it is not ready in time */
    static void await(Settings settings, Duration atMost) {
        URI uri = URI.create("http://" + settings.host() + ":" + settings.port() + "/api/health/ready");
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
        long end = System.nanoTime() + atMost.toNanos();
        String last = "no answer";
        try {
            while (System.nanoTime() < end) {
                try {
                    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() == 200) {
                        return;
                    }
                    last = answer.statusCode() + " " + answer.body();
                } catch (IOException e) {
                    last = e.toString();
                }
                Thread.sleep(BETWEEN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw StartupFailure.failure(
                "The application is deployed, but not ready after " + atMost.toSeconds() + " s: " + last);
    }
}
