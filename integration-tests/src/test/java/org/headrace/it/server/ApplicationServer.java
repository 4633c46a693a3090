package org.headrace.it.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.headrace.it.Api;

/** A server that runs, on a database set up by the scripts, itself set up by the scripts, with nothing deployed at first. */
public interface ApplicationServer extends AutoCloseable {

    /** Starts one; found by {@link java.util.ServiceLoader}. */
    interface Launcher {
        /** @param settings environment variables, until the next restart */
        ApplicationServer launch(FreshDatabase database, Map<String, String> settings);
    }

    /** Headrace as it is delivered. */
    Path DELIVERED = Places.ROOT.resolve("ear/target/headrace.ear");

    /** Headrace on it, once it is deployed. */
    Api api();

    default void deploy() {
        deploy(DELIVERED);
    }

    /** Deploys another EAR in its place. Its file has the same name. */
    void deploy(Path ear);

    void undeploy();

    /** Stops the process and starts another. What was deployed is deployed again. */
    void restart();

    /** The same, with these environment variables instead of those that the last restart gave it. */
    void restart(Map<String, String> settings);

    /** Stops it by the guide's command; returns when the process has ended. A restart starts it again. */
    void stop();

    /** The server's process. */
    long pid();

    /** Sends it {@code SIGTERM}, and does not wait. A restart starts it again. */
    default ProcessHandle terminate() {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroy();
        return process;
    }

    /** {@code kill -9}; returns when the process has ended. A restart starts it again. */
    default void kill() {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** Until a process has ended. */
    static void awaitEnd(ProcessHandle process) {
        Awaitility.await("the server's process ends")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> !process.isAlive());
    }

    /** Adds a user to the server's own. */
    void addUser(String name, String password, String... groups);

    /** Undoes the set-up and says in what the server now differs from a fresh one: empty, in nothing. Sets it up again. */
    String leftByUndo();

    /** Stops it for good. */
    @Override
    void close();
}
