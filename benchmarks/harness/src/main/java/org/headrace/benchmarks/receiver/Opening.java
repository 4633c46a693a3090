package org.headrace.benchmarks.receiver;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Opens a WebSocket and waits until it is subscribed. It blocks, and reads no byte of what comes after. */
final class Opening {

    private static final String REQUEST =
            """
            GET %s HTTP/1.1\r
            Host: 127.0.0.1:%d\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: aGVhZHJhY2UgYmVuY2htYQ==\r
            Sec-WebSocket-Version: 13\r
            %s\r
            """;

    private final SocketChannel channel;

    private Opening(SocketChannel channel) {
        this.channel = channel;
    }

    static SocketChannel open(Order order) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), order.port()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        var opening = new Opening(channel);
        opening.upgrade(order);
        for (String message : order.dialect().greeting(order.stream())) {
            opening.write(ClientFrames.text(message));
        }
        String said = opening.frame();
        while (!said.contains(order.dialect().ready())) {
            said = opening.frame();
        }
        return channel;
    }

    /** The text of a channel's next frame. */
    static String frame(SocketChannel channel) throws IOException {
        return new Opening(channel).frame();
    }

    private void upgrade(Order order) throws IOException {
        Dialect dialect = order.dialect();
        String subprotocol =
                dialect.subprotocol().isEmpty() ? "" : "Sec-WebSocket-Protocol: " + dialect.subprotocol() + "\r\n";
        write(ByteBuffer.wrap(
                REQUEST.formatted(dialect.path(), order.port(), subprotocol).getBytes(StandardCharsets.US_ASCII)));
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) read(1).get());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException("No WebSocket was opened: " + head);
        }
    }

    private String frame() throws IOException {
        int length = read(2).get(1) & 0xff;
        if (length == 126) {
            length = read(2).getShort() & 0xffff;
        } else if (length == 127) {
            length = (int) read(8).getLong();
        }
        return StandardCharsets.UTF_8.decode(read(length)).toString();
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("The server has closed the connection");
            }
        }
        return bytes.flip();
    }
}
