package org.headrace.it;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.headrace.it.server.FreshDatabase;
import org.headrace.it.server.Guide;
import org.headrace.it.server.Places;
import org.headrace.it.server.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.Driver;

/** The walk on Payara Micro with the WAR, started by the guide's command on a database that the script has set up. */
class MicroWalkthroughIT extends Walkthrough {

    private static final int PORT = Places.freePort();

    private static FreshDatabase database;
    private static Process micro;

    @BeforeAll
    static void start() {
        database = FreshDatabase.start();
        Path directory = Places.newDirectory("micro");
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("PAYARA_MICRO_JAR", System.getProperty("headrace.it.micro"));
        environment.put("POSTGRESQL_JAR", Places.jarOf(Driver.class).toString());
        environment.put("HEADRACE_SECURITY", "open");
        environment.put("HEADRACE_SAMPLE_GATEWAY", base() + "/api/gateway");
        var shell = new Shell(environment, directory);
        String command = Guide.commandsUnder("Start Payara Micro").replace("--port 8080", "--port " + PORT);
        // The shell gives its place to the server, so that it is the server that is stopped.
        micro = shell.start("exec " + command, shell.newOutput("micro-"));
        Waiting.untilReady(new Api(base()));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        micro.destroy();
        micro.waitFor();
        database.close();
    }

    @Override
    protected Api api() {
        return new Api(base());
    }

    private static URI base() {
        return URI.create("http://127.0.0.1:" + PORT + "/headrace");
    }
}
