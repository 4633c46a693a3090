package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClosingSocketsTest {

    private final Deque<Runnable> due = new ArrayDeque<>();
    private long now;
    private final ClosingSockets sockets = new ClosingSockets((delay, task) -> due.add(task), () -> now);
    private final Request request = new Request();
    private SocketChannel client;
    private SocketChannel server;

    private static final class Request extends Writer {
        private int ended;

        @Override
        public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {}

        @Override
        public void close() {
            ended++;
        }
    }

    @BeforeEach
    void connect() throws IOException {
        try (var listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            client = SocketChannel.open(listening.getLocalAddress());
            server = listening.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    private ClosingSocket closing() {
        var closing = new ClosingSocket(server, request);
        sockets.add(closing);
        return closing;
    }

    private void pass(Duration time) {
        long until = now + time.toNanos();
        while (now < until) {
            now += Duration.ofSeconds(1).toNanos();
            Runnable task = due.poll();
            if (task != null) {
                task.run();
            }
        }
    }

    /** Blocking, so that an end is told at once and a wait would show. */
    private int read() throws IOException {
        return server.read(ByteBuffer.allocate(1));
    }

    @Test
    void whoDoesNotAnswerIsReadFromNoMore() throws Exception {
        ClosingSocket closing = closing();
        pass(Duration.ofSeconds(4));
        assertThat(closing.waitsForClient()).isTrue();

        pass(Duration.ofSeconds(1));

        assertThat(closing.waitsForClient()).isFalse();
        assertThat(read()).isEqualTo(-1);
        assertThat(request.ended).as("left to the thread that reads").isZero();
    }

    @Test
    void whereNobodyReadsTheRequestIsEndedAllTheSame() {
        ClosingSocket closing = closing();
        pass(Duration.ofSeconds(6));

        assertThat(closing.hasEnded()).isTrue();
        assertThat(request.ended).isEqualTo(1);
        assertThat(due).isEmpty();
    }

    /** A write that failed has the container close the socket, and then nobody reads. */
    @Test
    void theRequestOfABrokenSocketIsEnded() throws Exception {
        ClosingSocket closing = closing();
        server.close();
        pass(Duration.ofSeconds(1));

        assertThat(closing.hasEnded()).isTrue();
        assertThat(request.ended).isEqualTo(1);
        assertThat(due).isEmpty();
    }

    @Test
    void whatHasEndedIsLetGo() {
        ClosingSocket closing = closing();
        closing.end();
        pass(Duration.ofSeconds(1));

        assertThat(due).isEmpty();
        assertThat(request.ended).isEqualTo(1);
    }

    @Test
    void theApplicationsEndWaitsForNoClientForLong() throws Exception {
        ClosingSocket closing = closing();
        sockets.awaitEnd();

        assertThat(read()).isEqualTo(-1);
        assertThat(closing.hasEnded()).isTrue();
        assertThat(request.ended).isEqualTo(1);
    }
}
