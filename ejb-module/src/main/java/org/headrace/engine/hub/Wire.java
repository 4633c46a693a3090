package org.headrace.engine.hub;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection's transport, which may be exchanged for another, and the one frame that is on its way. What the old one
 * has to say about its frame is ignored then. Only used by its connection's tasks, one at a time.
 */
final class Wire {

    private final LongSupplier nanoTime;
    private final Consumer<Runnable> tasks;
    private final Consumer<Outlet> failed;
    private Outlet outlet;
    private boolean busy;
    private long changedAt;
    private long characters;

    /**
     * A transport that is idle.
     *
     * @param tasks has something done by the connection
     * @param failed told, as such a task, that a frame did not go out
     */
    Wire(Outlet outlet, LongSupplier nanoTime, Consumer<Runnable> tasks, Consumer<Outlet> failed) {
        this.outlet = outlet;
        this.nanoTime = nanoTime;
        this.tasks = tasks;
        this.failed = failed;
        this.changedAt = nanoTime.getAsLong();
    }

    Outlet outlet() {
        return outlet;
    }

    boolean isBusy() {
        return busy;
    }

    /** When the last frame began to go out, or had gone out. */
    long changedAt() {
        return changedAt;
    }

    /** How many have been handed to transports, as they are counted in frames. */
    long characters() {
        return characters;
    }

    /** Sends a frame; not while it is busy. Afterwards it is, unless the frame has gone out, or failed, already. */
    void send(FrameText frame) {
        characters += frame.length();
        Outlet to = outlet;
        change(true);
        var sending = new Sending(to);
        to.send(frame, sending);
        if (sending.hasEnded()) {
            sending.run();
        }
    }

    /** What is on its way does not matter any more. */
    void abandon() {
        change(false);
    }

    /** @return the transport before */
    Outlet exchange(Outlet other) {
        Outlet old = outlet;
        outlet = other;
        change(false);
        return old;
    }

    private void change(boolean nowBusy) {
        busy = nowBusy;
        changedAt = nanoTime.getAsLong();
    }

    /** One frame on its way: most have gone out when the transport returns, and need no task. */
    private final class Sending implements Consumer<@Nullable Throwable>, Runnable {

        private final Outlet to;

        // What follows is guarded by this.
        private boolean needsTask;
        private boolean ended;
        private @Nullable Throwable failure;

        Sending(Outlet to) {
            this.to = to;
        }

        /** By any thread. */
        @Override
        public void accept(@Nullable Throwable cause) {
            synchronized (this) {
                ended = true;
                failure = cause;
                if (!needsTask) {
                    return;
                }
            }
            tasks.accept(this);
        }

        /** Asked once: whether there is nothing to wait for; else a task comes. */
        synchronized boolean hasEnded() {
            needsTask = true;
            return ended;
        }

        @Override
        public void run() {
            if (to == outlet) {
                change(false);
                if (hasFailed()) {
                    failed.accept(to);
                }
            }
        }

        private synchronized boolean hasFailed() {
            return failure != null;
        }
    }
}
