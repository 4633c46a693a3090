package org.headrace.it.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** The one server of a run of tests, started when it is first asked for. JUnit stops it; so does the JVM's end. */
public final class RunningServer implements TestExecutionListener {

    private static FreshDatabase database;
    private static ApplicationServer server;
    private static final List<ApplicationServer> OTHERS = new ArrayList<>();
    private static boolean failed;

    /** Fails, every time, when it cannot be started. */
    public static synchronized ApplicationServer get() {
        if (failed) {
            throw new IllegalStateException("The server was not started: the first test that asked for it says why");
        }
        if (server == null) {
            Runtime.getRuntime().addShutdownHook(new Thread(RunningServer::stop, "stop-the-server"));
            try {
                database = FreshDatabase.start();
                server = launch(Map.of());
            } catch (RuntimeException | Error e) {
                failed = true;
                stop();
                throw e;
            }
        }
        return server;
    }

    /** Another one beside it, on the same database. Whoever asks for it closes it; else it goes with the first. */
    public static synchronized ApplicationServer another(Map<String, String> settings) {
        get();
        ApplicationServer other = launch(settings);
        OTHERS.add(other);
        return other;
    }

    /** What they all run on. */
    public static synchronized FreshDatabase database() {
        get();
        return database;
    }

    private static ApplicationServer launch(Map<String, String> settings) {
        return ServiceLoader.load(ApplicationServer.Launcher.class)
                .findFirst()
                .orElseThrow()
                .launch(database, settings);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        stop();
    }

    private static synchronized void stop() {
        try {
            OTHERS.forEach(ApplicationServer::close);
            if (server != null) {
                server.close();
            }
        } finally {
            OTHERS.clear();
            server = null;
            if (database != null) {
                database.close();
            }
            database = null;
        }
    }
}
