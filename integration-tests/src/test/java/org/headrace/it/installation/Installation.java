package org.headrace.it.installation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.headrace.it.Api;
import org.headrace.it.Login;
import org.headrace.it.ToItself;
import org.headrace.it.Waiting;

/** Somebody's installation, as it was named on the command line. */
final class Installation {

    private static final String RESTART = "headrace.it.restart-command";

    private static boolean wasReady;

    private Installation() {}

    /** Fails unless it becomes ready within two minutes, and takes the login that was given, or none. */
    static Api api() {
        String address = System.getProperty(ToItself.ADDRESS, "");
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "headrace.it.address is \"" + address + "\": set it to where Headrace is,"
                            + " with its context root, such as http://localhost:8080/headrace");
        }
        var api = new Api(URI.create(address.replaceFirst("/+$", "")), Login.given());
        if (!wasReady) {
            Waiting.untilReady(api);
            requireLogin(api);
            wasReady = true;
        }
        return api;
    }

    private static void requireLogin(Api api) {
        HttpResponse<String> answer;
        try {
            answer = api.get("/api/streams?limit=1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (List.of(401, 403, 429).contains(answer.statusCode())) {
            throw new IllegalStateException("The installation does not take "
                    + (api.login().isThere()
                            ? "the login that was given: "
                            : "calls without a login: set HEADRACE_IT_USER and HEADRACE_IT_PASSWORD, or HEADRACE_IT_TOKEN: ")
                    + answer.statusCode() + " " + answer.body());
        }
    }

    /** What kills the server and starts it again. */
    static Optional<String> restartCommand() {
        return Optional.ofNullable(System.getProperty(RESTART)).filter(command -> !command.isBlank());
    }
}
