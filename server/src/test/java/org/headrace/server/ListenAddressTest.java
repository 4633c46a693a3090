package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenAddressTest {

    @Test
    void portInUseIsRefusedAndAFreeOneIsNot() throws Exception {
        ListenAddress address;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new ListenAddress("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(address::requireFree)
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContainingAll("127.0.0.1:" + taken.getLocalPort(), "in use", "headrace.port");
        }
        assertThatCode(address::requireFree).doesNotThrowAnyException();
    }

    @Test
    void unknownHostIsAWrongSetting() {
        assertThatThrownBy(new ListenAddress("no-such-host.invalid", 6001)::requireFree)
                .isInstanceOfSatisfying(StartupFailure.class, failure -> assertThat(failure.exitCode())
                        .isEqualTo(2))
                .hasMessageContaining("headrace.host");
    }
}
