package org.headrace.it.server;

import java.util.Map;
import org.headrace.it.Api;

/** A server that runs, on a database set up by the scripts, itself set up by the scripts, with nothing deployed at first. */
public interface ApplicationServer extends AutoCloseable {

    /** Starts one; found by {@link java.util.ServiceLoader}. */
    interface Launcher {
        ApplicationServer launch(FreshDatabase database);
    }

    /** Headrace on it, once it is deployed. */
    Api api();

    /** Deploys Headrace as it is delivered. */
    void deploy();

    void undeploy();

    /** Stops the process and starts another. What was deployed is deployed again. */
    void restart();

    /** The same, with these environment variables instead of those that the last restart gave it. */
    void restart(Map<String, String> settings);

    /** Adds a user to the server's own. */
    void addUser(String name, String password, String group);

    /** Undoes the set-up and says in what the server now differs from a fresh one: empty, in nothing. Sets it up again. */
    String leftByUndo();

    /** Stops it for good. */
    @Override
    void close();
}
