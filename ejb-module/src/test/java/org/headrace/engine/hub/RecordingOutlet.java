package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client: notes all that it is sent, and reads as fast or as slowly as the test says. */
final class RecordingOutlet implements Outlet {

    private final List<FrameText> frames = new ArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();
    private boolean stalled;
    private @Nullable Consumer<@Nullable Throwable> pending;
    private @Nullable Throwable failure;
    private volatile @Nullable String closed;
    final AtomicInteger probes = new AtomicInteger();

    @Override
    public void send(FrameText frame, Consumer<@Nullable Throwable> done) {
        if (inFlight.incrementAndGet() > 1) {
            overlaps.incrementAndGet();
        }
        Throwable told;
        synchronized (this) {
            frames.add(frame);
            if (stalled) {
                pending = done;
                return;
            }
            told = failure;
        }
        inFlight.decrementAndGet();
        done.accept(told);
    }

    @Override
    public void probe() {
        probes.incrementAndGet();
    }

    @Override
    public void close(String reason) {
        closed = reason;
    }

    /** Takes the next frame, and then reads no more. */
    synchronized RecordingOutlet stall() {
        stalled = true;
        return this;
    }

    /** Fails all sends from now on. */
    synchronized void failWith(Throwable thrown) {
        failure = thrown;
    }

    /** Reads the frame that is on its way; the next one is stalled again. */
    void readOne() {
        Consumer<@Nullable Throwable> done;
        synchronized (this) {
            done = pending;
            pending = null;
        }
        assertThat(done).as("a frame is on its way").isNotNull();
        inFlight.decrementAndGet();
        done.accept(null);
    }

    /** The frame that is on its way is told to have failed. */
    void loseOne() {
        Consumer<@Nullable Throwable> done;
        synchronized (this) {
            done = pending;
            pending = null;
        }
        assertThat(done).as("a frame is on its way").isNotNull();
        inFlight.decrementAndGet();
        done.accept(new IOException("broken"));
    }

    void readAll() {
        synchronized (this) {
            stalled = false;
            if (pending == null) {
                return;
            }
        }
        readOne();
    }

    synchronized boolean isStalled() {
        return pending != null;
    }

    List<String> frames() {
        return texts().stream().map(FrameText::text).toList();
    }

    /** As they were handed over: the same where it was made once. */
    synchronized List<FrameText> texts() {
        return List.copyOf(frames);
    }

    List<String> messages() {
        return frames().stream()
                .flatMap(f -> WordyProtocol.messages(f).stream())
                .toList();
    }

    /** Offsets of the events of a stream, in the order of their arrival. */
    List<Long> offsets(String stream) {
        List<Long> offsets = new ArrayList<>();
        for (String message : messages()) {
            if (message.startsWith("event " + stream + " ")) {
                offsets.add(Long.valueOf(message.split(" ", -1)[2]));
            }
        }
        return offsets;
    }

    @Nullable
    String closed() {
        return closed;
    }

    int overlaps() {
        return overlaps.get();
    }

    void awaitClosed() {
        TestHub.await("closed").until(() -> closed != null);
    }

    void awaitStalled() {
        TestHub.await("a frame is on its way").until(this::isStalled);
    }

    void awaitMessage(String message) {
        TestHub.await(message).until(() -> messages().contains(message));
    }

    void awaitOffset(String stream, long offset) {
        TestHub.await(stream + " " + offset).until(() -> offsets(stream).contains(offset));
    }
}
