package org.headrace.benchmarks.receiver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of a client (RFC 6455). Their mask is zero, so that what they carry stays as it is. */
final class ClientFrames {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_OF_TWO = 126;
    private static final int NORMAL_CLOSURE = 1000;

    private ClientFrames() {}

    static ByteBuffer text(String text) {
        return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuffer goodbye() {
        return of(CLOSE, ByteBuffer.allocate(2).putShort((short) NORMAL_CLOSURE).array());
    }

    static ByteBuffer of(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8).put((byte) (FINAL | opcode));
        if (payload.length < LENGTH_OF_TWO) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | LENGTH_OF_TWO)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }
}
