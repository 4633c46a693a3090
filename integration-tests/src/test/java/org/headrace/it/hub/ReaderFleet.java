package org.headrace.it.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Reads from many connections on one thread as fast as it can, and only looks for two things in what comes: events, and
 * in some of them the time of this process at which they were appended.
 */
final class ReaderFleet implements AutoCloseable {

    /** A member of the data of events that tell a latency. */
    static final String PROBE = "\"probe\":";

    private static final byte[] EVENT_MARK = HubProtocolIT.bytes("\"EventReceived\"");
    private static final byte[] PROBE_MARK = HubProtocolIT.bytes(PROBE);

    private final Selector selector;
    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
    private final Thread thread = new Thread(this::run, "reader-fleet");
    private volatile Latencies latencies = new Latencies();
    private volatile String failure = "";

    ReaderFleet(List<BareSocket> sockets) throws IOException {
        selector = Selector.open();
        for (BareSocket socket : sockets) {
            var reader = new Reader();
            readers.add(reader);
            socket.channel().configureBlocking(false);
            socket.channel().register(selector, SelectionKey.OP_READ, reader);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How many events the one has that has the fewest. */
    long events() {
        if (!failure.isEmpty()) {
            throw new AssertionError(failure);
        }
        return readers.stream().mapToLong(reader -> reader.events).min().orElse(0);
    }

    /** Those measured since the last call. */
    Latencies takeLatencies() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException closed) {
            // it is over
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    private void read(SelectionKey key) {
        try {
            buffer.clear();
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count < 0) {
                failure = "The server closed the connection of a reader";
                key.cancel();
            } else {
                ((Reader) key.attachment()).scan(buffer.array(), count);
            }
        } catch (IOException e) {
            failure = "The connection of a reader broke: " + e;
            key.cancel();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where in its two marks, which differ from the first byte after the quote, a connection is. */
    private final class Reader {

        private volatile long events;
        private long found;
        private int inEvent;
        private int inProbe;
        private boolean inNumber;
        private long number;

        void scan(byte[] bytes, int count) {
            for (int i = 0; i < count; i++) {
                byte b = bytes[i];
                if (inNumber) {
                    if (b >= '0' && b <= '9') {
                        number = number * 10 + (b - '0');
                    } else {
                        inNumber = false;
                        latencies.add(System.nanoTime() - number);
                    }
                }
                inEvent = next(EVENT_MARK, inEvent, b);
                if (inEvent == EVENT_MARK.length) {
                    inEvent = 0;
                    found++;
                }
                inProbe = next(PROBE_MARK, inProbe, b);
                if (inProbe == PROBE_MARK.length) {
                    inProbe = 0;
                    inNumber = true;
                    number = 0;
                }
            }
            events = found;
        }

        private static int next(byte[] mark, int matched, byte b) {
            return b == mark[matched] ? matched + 1 : b == '"' ? 1 : 0;
        }
    }
}
