package org.headrace.it.server;

import java.util.ServiceLoader;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** The one server of a run of tests, started when it is first asked for. JUnit stops it; so does the JVM's end. */
public final class RunningServer implements TestExecutionListener {

    private static FreshDatabase database;
    private static ApplicationServer server;
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
                server = ServiceLoader.load(ApplicationServer.Launcher.class)
                        .findFirst()
                        .orElseThrow()
                        .launch(database);
            } catch (RuntimeException | Error e) {
                failed = true;
                stop();
                throw e;
            }
        }
        return server;
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        stop();
    }

    private static synchronized void stop() {
        try {
            if (server != null) {
                server.close();
            }
        } finally {
            server = null;
            if (database != null) {
                database.close();
            }
            database = null;
        }
    }
}
