package org.headrace.engine.hub;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

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

    /** Sends a frame; not while it is busy. */
    void send(String frame) {
        characters += frame.length();
        Outlet to = outlet;
        change(true);
        to.send(
                frame,
                failure -> tasks.accept(() -> {
                    if (to == outlet) {
                        change(false);
                        if (failure != null) {
                            failed.accept(to);
                        }
                    }
                }));
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
}
