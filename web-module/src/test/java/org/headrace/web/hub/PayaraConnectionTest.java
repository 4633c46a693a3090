package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PayaraConnectionTest {

    private static final class ServletWriter extends Writer {
        @SuppressWarnings("UnusedVariable") // read by reflection
        private final @Nullable Object tyrusHttpUpgradeHandler;

        ServletWriter(@Nullable Object handler) {
            tyrusHttpUpgradeHandler = handler;
        }

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {}

        @Override
        public void close() {}
    }

    @Test
    void noMessageIsShortEnoughToBeCopied() throws Exception {
        try (var payara = new LikePayara()) {
            PayaraConnection connection = PayaraConnection.of(new ServletWriter(payara.upgradeHandler()));
            connection.passBuffer();

            assertThat(payara.bufferSize()).isEqualTo(1);
            assertThat(connection.socket()).isSameAs(payara.socket());
        }
    }

    @Test
    void anotherServersIsRefused() {
        assertThatThrownBy(() -> PayaraConnection.of(new ServletWriter(null)))
                .isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("tyrusHttpUpgradeHandler");
        assertThatThrownBy(() -> PayaraConnection.of(new ServletWriter("another")))
                .isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("handler of");
    }
}
