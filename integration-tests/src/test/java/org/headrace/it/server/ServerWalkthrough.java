package org.headrace.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.it.Api;
import org.headrace.it.Waiting;
import org.headrace.it.Walkthrough;
import org.headrace.it.hub.JavaClientContract;
import org.headrace.it.hub.NodeClientContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The walk through Headrace as it is delivered, on the running server, and what the server itself does to it. */
public abstract class ServerWalkthrough extends Walkthrough {

    @BeforeAll
    static void deploy() {
        RunningServer.get().deploy();
    }

    @AfterAll
    static void undeploy() {
        RunningServer.get().undeploy();
    }

    @Override
    protected final Api api() {
        return RunningServer.get().api();
    }

    @Test
    void aRestartKeepsEverythingAndProjectionsGoOn() throws Exception {
        addUser();
        long before = added();

        RunningServer.get().restart();
        Waiting.untilReady(api());

        assertThat(added()).isEqualTo(before);
        addUser();
        assertThat(added()).isEqualTo(before + 1);
    }

    @Test
    void theScriptThatUndoesTheSetUpLeavesNothing() {
        RunningServer.get().undeploy();
        try {
            assertThat(RunningServer.get().leftByUndo()).isEmpty();
        } finally {
            RunningServer.get().deploy();
        }
    }

    /** Clients of the hub, in Node. */
    @Nested
    class InNode extends NodeClientContract {

        @Override
        protected Api api() {
            return RunningServer.get().api();
        }
    }

    /** Clients of the hub, in Java. */
    @Nested
    class InJava extends JavaClientContract {

        @Override
        protected Api api() {
            return RunningServer.get().api();
        }
    }
}
