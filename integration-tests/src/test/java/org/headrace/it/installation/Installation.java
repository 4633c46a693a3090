package org.headrace.it.installation;

import java.net.URI;
import java.util.Optional;
import org.headrace.it.Api;
import org.headrace.it.ToItself;
import org.headrace.it.Waiting;

/** Somebody's installation, as it was named on the command line. */
final class Installation {

    private static final String RESTART = "headrace.it.restart-command";

    private static boolean wasReady;

    private Installation() {}

    /** Fails unless it becomes ready within two minutes. */
    static Api api() {
        String address = System.getProperty(ToItself.ADDRESS, "");
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "headrace.it.address is \"" + address + "\": set it to where Headrace is,"
                            + " with its context root, such as http://localhost:8080/headrace");
        }
        var api = new Api(URI.create(address.replaceFirst("/+$", "")));
        if (!wasReady) {
            Waiting.untilReady(api);
            wasReady = true;
        }
        return api;
    }

    /** What kills the server and starts it again. */
    static Optional<String> restartCommand() {
        return Optional.ofNullable(System.getProperty(RESTART)).filter(command -> !command.isBlank());
    }
}
