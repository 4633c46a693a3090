package org.headrace.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits until the application says that it is ready. */
final class ReadyCheck {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final URI address;
    private final Duration limit;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ReadyCheck(URI server, Duration limit) {
        this.address = server.resolve("/api/health/ready");
        this.limit = limit;
    }

    /** @throws StartupFailure if it is not ready within the limit, with its last answer */
    void await() {
        long deadline = System.nanoTime() + limit.toNanos();
        String answer = ask();
        while (!answer.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw StartupFailure.because("The application was not ready within " + limit.toSeconds() + " s: "
                        + address + " says " + answer);
            }
            pause();
            answer = ask();
        }
    }

    /**
     * Empty when ready.
     *
     * @throws StartupFailure if the application is broken (500), which waiting does not mend; one that is not ready yet
     *     says 503
     */
    private String ask() {
        HttpResponse<String> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException refused) {
            return StartupFailure.reason(refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw StartupFailure.because("Interrupted while starting", interrupted);
        }
        int status = response.statusCode();
        if (status == 500) {
            throw StartupFailure.because("The application is broken: " + DeploymentTrouble.told());
        }
        // 404: an application without health checks is ready once it is deployed
        return status == 200 || status == 404 ? "" : status + " " + shortened(response.body());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw StartupFailure.because("Interrupted while starting", interrupted);
        }
    }

    private static String shortened(String body) {
        return body.length() <= 300 ? body : body.substring(0, 300) + "…";
    }
}
