package org.headrace.benchmarks.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One open WebSocket. It is read by one thread, and answers what must be answered. */
final class Subscriber {

    private static final int CONTROL = 8;
    private static final int MOST_CONTROL_BYTES = 125;

    /** The ping of Engine.IO and the answer to it. */
    private static final int ENGINE_PING = '2';

    private static final String ENGINE_PONG = "3";

    private final SocketChannel channel;
    private final Tally tally;

    private long received;
    private long bytes;

    /** Bytes of the header seen; -1: in the payload. */
    private int headerAt;

    private int opcode;
    private int lengthBytes;
    private long length;
    private long left;
    private int first;
    private final byte[] control = new byte[MOST_CONTROL_BYTES];

    Subscriber(SocketChannel channel, Tally tally) {
        this.channel = channel;
        this.tally = tally;
    }

    SocketChannel channel() {
        return channel;
    }

    /** Messages so far. */
    long received() {
        return received;
    }

    /** All that came so far, frames included. */
    long bytes() {
        return bytes;
    }

    /** @param buffer for any use until it returns */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int read = channel.read(buffer);
        if (read < 0) {
            throw new EOFException("The server has closed a connection after " + received + " messages");
        }
        bytes += read;
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (headerAt >= 0) {
                header(buffer.get() & 0xff);
            } else {
                payload(buffer);
            }
            if (headerAt < 0 && left == 0) {
                frameEnd();
            }
        }
    }

    private void header(int next) {
        if (headerAt == 0) {
            opcode = next & 0x0f;
        } else if (headerAt == 1) {
            lengthBytes = next == 126 ? 2 : next == 127 ? 8 : 0;
            length = lengthBytes == 0 ? next : 0;
        } else {
            length = length << 8 | next;
        }
        headerAt++;
        if (headerAt == 2 + lengthBytes && headerAt > 1) {
            headerAt = -1;
            left = length;
        }
    }

    private void payload(ByteBuffer buffer) {
        int from = buffer.position();
        int to = from + (int) Math.min(left, buffer.remaining());
        if (opcode >= CONTROL) {
            buffer.get(from, control, (int) (length - left), to - from);
        } else {
            if (left == length) {
                first = buffer.get(from);
            }
            received += tally.piece(buffer, from, to);
        }
        left -= to - from;
        buffer.position(to);
    }

    private void frameEnd() throws IOException {
        headerAt = 0;
        if (opcode == ClientFrames.PING) {
            write(ClientFrames.of(ClientFrames.PONG, Arrays.copyOf(control, (int) length)));
        } else if (opcode == ClientFrames.CLOSE) {
            throw new EOFException("The server has closed a connection: "
                    + new String(control, 0, (int) length, StandardCharsets.UTF_8));
        } else if (opcode < CONTROL) {
            received += tally.frameEnd();
            if (length == 1 && first == ENGINE_PING) {
                write(ClientFrames.text(ENGINE_PONG));
            }
        }
    }

    /** So little that it always fits. */
    void write(ByteBuffer frame) throws IOException {
        channel.write(frame);
        if (frame.hasRemaining()) {
            throw new IOException("The server does not read what it is sent");
        }
    }
}
