package org.headrace.engine.hub;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What a client asks for on its way into its connection's mailbox. More than so much at a time is a hostile client's. */
final class Inbox {

    /** How many calls may wait to be looked at. */
    private static final int MOST_CALLS = 1_024;

    /** The same of answers to events: there may be as many as a window has. */
    private static final int MOST_ANSWERS = Window.MOST + MOST_CALLS;

    private final Mailbox mailbox;
    private final BooleanSupplier open;
    private final Runnable overrun;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();

    /**
     * Empty.
     *
     * @param open asked in the mailbox: whether what comes is still carried out
     * @param overrun called by whoever brings too much
     */
    Inbox(Mailbox mailbox, BooleanSupplier open, Runnable overrun) {
        this.mailbox = mailbox;
        this.open = open;
        this.overrun = overrun;
    }

    void call(Runnable request) {
        take(calls, MOST_CALLS, request);
    }

    /** The answer to something that was sent. */
    void answer(Runnable request) {
        take(answers, MOST_ANSWERS, request);
    }

    private void take(AtomicInteger waiting, int most, Runnable request) {
        if (waiting.incrementAndGet() > most) {
            overrun.run();
            return;
        }
        mailbox.post(() -> {
            waiting.decrementAndGet();
            if (open.getAsBoolean()) {
                request.run();
            }
        });
    }
}
