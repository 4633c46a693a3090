package org.headrace.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    /** Of twelve thousand: without claims some would be the same. */
    private static final int MANY = 500;

    @Test
    void noPortIsGivenOutTwice() {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            given.add(Ports.claim(1));
        }
        assertThat(given).hasSize(MANY);
    }

    @Test
    void aClaimLeavesThePortToWhoeverHasIt() throws IOException {
        int first = Ports.claim(10);

        assertThat(first % 10).isZero();
        for (int port : IntStream.range(first, first + 10).toArray()) {
            try (var server = new ServerSocket(port)) {
                assertThat(server.isBound()).isTrue();
            }
        }
    }
}
