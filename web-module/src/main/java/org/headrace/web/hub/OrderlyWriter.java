package org.headrace.web.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Tyrus and Payara's response, of which both take good care only while one thread has to do with it. Payara
 * uses the objects of a request again for the next one, of whatever client, as soon as it has ended. A thread that still
 * wrote to the one before would write to the next; and one that ends a request in which another thread is reading leaves that
 * one reading from the next, or the socket open for good. So nothing is written once it has ended, and the thread that reads
 * ends it.
 */
final class OrderlyWriter extends Writer {

    private final Writer writer;

    /** Set where the WebSocket is closed by another thread than that which reads. */
    private volatile @Nullable ClosingSocket closing;

    private volatile @Nullable Thread closer;

    /** Guarded by this. */
    private boolean ended;

    OrderlyWriter(Writer writer) {
        this.writer = writer;
    }

    /** What Tyrus does to say goodbye. */
    @FunctionalInterface
    interface Goodbye {
        void say() throws IOException;
    }

    /**
     * Leaves the end of the request to others, whatever Tyrus does when it has said goodbye.
     *
     * @param socket of the connection
     * @param others told of it
     */
    void withoutEnd(SocketChannel socket, Consumer<ClosingSocket> others, Goodbye goodbye) throws IOException {
        var leftToOthers = new ClosingSocket(socket, writer);
        others.accept(leftToOthers);
        closing = leftToOthers;
        closer = Thread.currentThread();
        try {
            goodbye.say();
        } finally {
            closer = null;
        }
    }

    @Override
    public void write(ByteBuffer frame, CompletionHandler<ByteBuffer> handler) {
        synchronized (this) {
            if (!ended) {
                writer.write(frame, handler);
                return;
            }
        }
        handler.failed(new IOException("The connection has ended"));
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            ended = true;
        }
        ClosingSocket waiting = closing;
        if (waiting == null) {
            writer.close();
        } else if (closer != Thread.currentThread()) {
            waiting.end();
        }
    }
}
