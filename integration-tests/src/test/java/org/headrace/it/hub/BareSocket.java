package org.headrace.it.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A WebSocket of SignalR on a bare socket (RFC 6455), for what no library does: to stop halfway through a handshake, never to
 * read, to be cut off, and to come from any loopback address. Reads only when a test waits for something.
 */
final class BareSocket implements AutoCloseable {

    static final String RECORD_END = "\u001e";

    private static final int TIMEOUT_MILLIS = 60_000;
    static final int SMALL_RECEIVE_BUFFER = 4_096;

    private final SocketChannel channel;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private BareSocket(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = channel.socket().getInputStream();
        channel.socket().setSoTimeout(TIMEOUT_MILLIS);
    }

    /** A connection of TCP that holds little that was not read. */
    static BareSocket connect(int port, String from) throws IOException {
        return connect(port, from, SMALL_RECEIVE_BUFFER);
    }

    static BareSocket connect(int port, String from, int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return new BareSocket(channel);
    }

    /** A connection that speaks SignalR's JSON, both handshakes done. */
    static BareSocket signalR(int port, String from) throws IOException {
        BareSocket socket = connect(port, from);
        socket.open();
        return socket;
    }

    /** Both handshakes of SignalR's JSON. */
    void open() throws IOException {
        ask("/hubs/events");
        await("101 ");
        shakeHands();
    }

    /** Asks to become a WebSocket; does not wait for the answer. */
    void ask(String pathAndQuery, String... headers) throws IOException {
        request(
                "GET " + pathAndQuery,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                String.join("\r\n", headers));
    }

    /** Asks for server-sent events. */
    void askForEvents(String pathAndQuery) throws IOException {
        request("GET " + pathAndQuery, "Accept: text/event-stream");
    }

    /** A request of HTTP without a body; does not wait for the answer. */
    void request(String methodAndTarget, String... headers) throws IOException {
        String lines = methodAndTarget + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers);
        write((lines.stripTrailing() + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void shakeHands() throws IOException {
        say("{\"protocol\":\"json\",\"version\":1}");
        await("{}");
    }

    void subscribe(String stream, String from) throws IOException {
        say("{\"type\":1,\"invocationId\":\"1\",\"target\":\"SubscribeToStream\",\"arguments\":[\"" + stream + "\","
                + from + "]}");
    }

    /** One record of SignalR. */
    void say(String record) throws IOException {
        send(record + RECORD_END);
    }

    /** One text message; what the server no longer takes is lost. */
    void send(String text) throws IOException {
        write(frame(text));
    }

    /** One text message in several frames, two at least, which all say the same. */
    void sendInParts(String part, int parts) throws IOException {
        byte[] payload = part.getBytes(StandardCharsets.UTF_8);
        write(frame(0x01, payload));
        for (int i = 2; i < parts; i++) {
            write(frame(0x00, payload));
        }
        write(frame(0x80, payload));
    }

    /** The frame that answers the server's close frame, or asks for it. */
    void sendClose() throws IOException {
        write(frame(0x88, new byte[] {3, (byte) 0xe8}));
    }

    private static byte[] frame(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A masked frame, as clients send them. */
    private static byte[] frame(int kind, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) kind);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = new byte[4];
        ThreadLocalRandom.current().nextBytes(mask);
        frame.put(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ mask[i & 3]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    private void write(byte[] bytes) throws IOException {
        for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
            channel.write(left);
        }
    }

    /**
     * Reads until the text has come; returns all that came so far.
     *
     * @throws IOException when the connection ended before, with what was received
     */
    String await(String text) throws IOException {
        byte[] buffer = new byte[16 << 10];
        while (!said().contains(text)) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new IOException("Ended without " + text + ": " + said());
            }
            received.write(buffer, 0, count);
        }
        return said();
    }

    /** Reads until the server has closed; returns all that came. */
    String awaitEnd() throws IOException {
        byte[] buffer = new byte[64 << 10];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            received.write(buffer, 0, count);
        }
        return said();
    }

    /**
     * Reads until the server has closed, in whatever way.
     *
     * @throws SocketTimeoutException when it has not
     */
    void awaitCutOff() throws SocketTimeoutException {
        try {
            awaitEnd();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            // closed with something unread
        }
    }

    private String said() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    SocketChannel channel() {
        return channel;
    }

    /** RST: as a process that was killed with data unread, or a machine that lost its network. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
