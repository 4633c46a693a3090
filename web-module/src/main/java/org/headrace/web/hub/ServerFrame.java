package org.headrace.web.hub;

import java.nio.charset.StandardCharsets;
import org.headrace.engine.hub.FrameText;

/**
 * Whole frames as servers send them (RFC 6455, 5.2): final, not masked, without extensions. So that the same bytes serve
 * every client.
 */
final class ServerFrame {

    /** One text message. */
    static final FrameText.Form<byte[]> TEXT = text -> of(0x1, text.getBytes(StandardCharsets.UTF_8));

    /** One binary message, of {@link ByteText}. */
    static final FrameText.Form<byte[]> BINARY = text -> of(0x2, ByteText.bytes(text));

    private static final int FINAL = 0x80;
    private static final int LONGEST_OF_ONE_BYTE = 125;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int LONGEST_OF_TWO_BYTES = 0xffff;
    private static final int EIGHT_BYTES_FOLLOW = 127;

    private ServerFrame() {}

    private static byte[] of(int opcode, byte[] payload) {
        int length = payload.length;
        int more = length <= LONGEST_OF_ONE_BYTE ? 0 : length <= LONGEST_OF_TWO_BYTES ? 2 : Long.BYTES;
        byte[] frame = new byte[2 + more + length];
        frame[0] = (byte) (FINAL | opcode);
        frame[1] = (byte) (more == 0 ? length : more == 2 ? TWO_BYTES_FOLLOW : EIGHT_BYTES_FOLLOW);
        for (int i = 0; i < more; i++) {
            frame[1 + more - i] = (byte) ((long) length >>> (Byte.SIZE * i));
        }
        System.arraycopy(payload, 0, frame, 2 + more, length);
        return frame;
    }
}
