package org.headrace.it.server;

import java.util.List;
import java.util.Map;
import org.headrace.it.Api;
import org.headrace.it.Waiting;
import org.headrace.it.security.SecurityContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The running server in secure mode, with users in its own realm, added by the guide's commands. */
public abstract class ServerSecurity extends SecurityContract {

    @BeforeAll
    static void deploySecured() {
        ApplicationServer server = RunningServer.get();
        for (String role : List.of("reader", "writer", "operator")) {
            server.addUser(role, PASSWORD, "headrace-" + role);
        }
        server.addUser("victim", PASSWORD, "headrace-reader");
        server.addUser(TRYING, PASSWORD, MAY.toArray(String[]::new));
        server.restart(settings());
        server.deploy();
        Waiting.untilReady(server.api());
    }

    @AfterAll
    static void undeploy() {
        RunningServer.get().undeploy();
        RunningServer.get().restart(Map.of());
    }

    @Override
    protected final Api api() {
        return RunningServer.get().api();
    }
}
