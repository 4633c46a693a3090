package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DatabaseCheckTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void refusedPortIsToldInOneLineWithoutThePassword() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            port = free.getLocalPort();
        }
        StartupFailure failure = check("127.0.0.1:" + port);
        assertThat(failure.line()).contains("127.0.0.1:" + port, "refused");
    }

    @Test
    void silentServerIsGivenUpWithinTheLimit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, LOOPBACK)) {
            long began = System.nanoTime();
            StartupFailure failure = check("127.0.0.1:" + silent.getLocalPort());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            assertThat(failure.line()).contains("timed out");
        }
    }

    @Test
    void unknownHostIsNamed() {
        assertThat(check("no-such-host.invalid:5432").line()).contains("unknown host no-such-host.invalid");
    }

    private static StartupFailure check(String authority) {
        Database database = new Database("jdbc:postgresql://" + authority + "/app?password=hidden", "ada", "secret");
        StartupFailure failure = catchThrowableOfType(
                StartupFailure.class, () -> new DatabaseCheck(Duration.ofSeconds(2)).check(database));
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.line())
                .contains("as user ada", "headrace.jdbc.url")
                .doesNotContain("hidden", "secret", "\n");
        return failure;
    }
}
