package org.headrace.benchmarks.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** So many subscribers, read by one thread. */
final class Audience implements AutoCloseable {

    private static final int BUFFER = 256 << 10;
    private static final long LOOK_MILLIS = 20;
    private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NAP_NANOS = 200_000;

    private final Dialect dialect;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final Thread reader = new Thread(this::read, "reader");

    private volatile boolean ended;
    private volatile long slowest;
    private volatile @Nullable Throwable failure;

    /** They are subscribed when it returns. */
    Audience(Order order, Supplier<Tally> tallies) throws IOException {
        dialect = order.dialect();
        for (int i = 0; i < order.subscribers(); i++) {
            SocketChannel channel = Opening.open(order);
            var subscriber = new Subscriber(channel, tallies.get());
            subscribers.add(subscriber);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, subscriber);
        }
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns when everybody has received so many messages. */
    void await(long messages) {
        long seen = -1;
        long lastProgress = System.nanoTime();
        while (slowest < messages) {
            Throwable failed = failure;
            if (failed != null) {
                throw new IllegalStateException("The audience has failed", failed);
            }
            if (slowest > seen) {
                seen = slowest;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > PATIENCE_NANOS) {
                throw new IllegalStateException("Somebody has received no more than " + seen + " of " + messages);
            }
            LockSupport.parkNanos(NAP_NANOS);
        }
    }

    private void read() {
        long pinged = System.nanoTime();
        try {
            while (!ended) {
                selector.select(this::ready, LOOK_MILLIS);
                long least = Long.MAX_VALUE;
                for (Subscriber subscriber : subscribers) {
                    least = Math.min(least, subscriber.received());
                }
                slowest = least;
                if (System.nanoTime() - pinged > PING_NANOS) {
                    pinged = System.nanoTime();
                    ping();
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void ready(SelectionKey key) {
        try {
            ((Subscriber) key.attachment()).read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ping() throws IOException {
        if (!dialect.ping().isEmpty()) {
            for (Subscriber subscriber : subscribers) {
                subscriber.write(ClientFrames.text(dialect.ping()));
            }
        }
    }

    /** Ends it, and returns how many bytes came, frames included. */
    long leave(long messages) throws InterruptedException {
        ended = true;
        reader.join();
        for (Subscriber subscriber : subscribers) {
            if (subscriber.received() != messages) {
                throw new IllegalStateException(
                        "Somebody has received " + subscriber.received() + " messages instead of " + messages);
            }
        }
        return subscribers.stream().mapToLong(Subscriber::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        selector.wakeup();
        for (Subscriber subscriber : subscribers) {
            SocketChannel channel = subscriber.channel();
            if (channel.isOpen()) {
                channel.write(ClientFrames.goodbye());
                channel.close();
            }
        }
        selector.close();
    }
}
