package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.headrace.engine.hub.FrameText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerFrameTest {

    /** The lengths at which the form of the length changes (RFC 6455, 5.2). */
    @ParameterizedTest
    @CsvSource({"0,0", "125,0", "126,2", "65535,2", "65536,8", "1000000,8"})
    void tellsItsLengthInAsFewBytesAsItMay(int length, int more) {
        ByteBuffer frame = ByteBuffer.wrap(new FrameText("x".repeat(length)).in(ServerFrame.TEXT));

        assertThat(frame.get()).isEqualTo((byte) 0x81);
        int first = frame.get();
        switch (more) {
            case 0 -> assertThat(first).isEqualTo(length);
            case 2 -> {
                assertThat(first).isEqualTo(126);
                assertThat(frame.getShort() & 0xffff).isEqualTo(length);
            }
            default -> {
                assertThat(first).isEqualTo(127);
                assertThat(frame.getLong()).isEqualTo(length);
            }
        }
        assertThat(frame.remaining()).isEqualTo(length);
        assertThat(StandardCharsets.UTF_8.decode(frame).toString()).isEqualTo("x".repeat(length));
    }

    @Test
    void textIsUtf8() {
        assertThat(new FrameText("é€😀").in(ServerFrame.TEXT))
                .startsWith(0x81, 9)
                .endsWith("é€😀".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesAreAsTheyAre() {
        assertThat(new FrameText("\u0000\u007f\u0080\u00ff").in(ServerFrame.BINARY))
                .containsExactly(0x82, 4, 0x00, 0x7f, 0x80, 0xff);
    }
}
