package org.headrace.it.installation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.headrace.it.Api;
import org.headrace.it.hub.JavaClientContract;
import org.headrace.it.hub.NodeClientContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Microsoft's clients of the hub on somebody's installation. */
class InstallationClientsIT {

    /** In Node. */
    @Nested
    class InNode extends NodeClientContract {

        @BeforeAll
        void node() throws InterruptedException {
            assumeTrue(isThere("node") && isThere("npm"), "needs node and npm, version 20 or newer, on the PATH");
        }

        @Override
        protected Api api() {
            return Installation.api();
        }
    }

    /** In Java. */
    @Nested
    class InJava extends JavaClientContract {

        @Override
        protected Api api() {
            return Installation.api();
        }
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
