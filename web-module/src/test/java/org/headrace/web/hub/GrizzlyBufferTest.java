package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With objects that refer to each other as Payara's do. That Payara's are so, the tests of the hub on Payara tell. */
@SuppressWarnings("UnusedVariable") // read by reflection
class GrizzlyBufferTest {

    private static class OutputBuffer {
        private int bufferSize = 8192;

        int size() {
            return bufferSize;
        }
    }

    private static final class ServerOutputBuffer extends OutputBuffer {}

    private record CatalinaBuffer(ServerOutputBuffer grizzlyOutputBuffer) {}

    private static final class Stream {
        private final CatalinaBuffer ob;

        Stream(CatalinaBuffer ob) {
            this.ob = ob;
        }
    }

    private static final class ServletWriter extends Writer {
        private @Nullable Stream servletOutputStream;

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {}

        @Override
        public void close() {}
    }

    private final ServerOutputBuffer buffer = new ServerOutputBuffer();
    private final ServletWriter writer = new ServletWriter();

    @Test
    void noMessageIsShortEnoughToBeCopied() throws Exception {
        writer.servletOutputStream = new Stream(new CatalinaBuffer(buffer));
        GrizzlyBuffer.passBy(writer);

        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    void anotherServersIsRefused() {
        assertThatThrownBy(() -> GrizzlyBuffer.passBy(writer))
                .isInstanceOf(NoSuchFieldException.class)
                .hasMessageContaining("servletOutputStream");
        assertThat(buffer.size()).isEqualTo(8192);
    }
}
