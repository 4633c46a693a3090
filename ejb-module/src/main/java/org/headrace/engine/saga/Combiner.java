package org.headrace.engine.saga;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Lets threads that want the same kind of work done do it together: while some are at it the others gather, and the first of
 * those does the work of all that have gathered. Nobody waits for company: where nobody is at it, a thread does its own.
 * (After Hendler, Incze, Shavit and Tzafrir, "Flat combining and the synchronization-parallelism tradeoff", SPAA 2010.) Safe
 * for use by many threads.
 *
 * @param <T> what is asked for
 * @param <R> what comes of it
 */
final class Combiner<T, R> {

    private final Sharing sharing;
    private final Function<List<T>, List<Optional<R>>> together;
    private final Deque<Ticket<T, R>> waiting = new ArrayDeque<>();
    private int leading;

    /** One thread's request. */
    private static final class Ticket<T, R> {

        private final T request;
        private final Thread thread = Thread.currentThread();
        private Optional<R> answer = Optional.empty();

        /** Written after the answer, read before it. */
        private volatile boolean answered;

        private Ticket(T request) {
            this.request = request;
        }

        private void answer(Optional<R> given) {
            answer = given;
            answered = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * A combiner without anybody waiting.
     *
     * @param sharing who has waited for its patience, and is first in line, does the work however many are at it: one that
     *     stands still keeps nobody else from going on but those it does the work of
     * @param together does the work of several, on the thread of one of them; as many answers, in the same order; empty:
     *     it was not done
     */
    Combiner(Sharing sharing, Function<List<T>, List<Optional<R>>> together) {
        this.sharing = sharing;
        this.together = together;
    }

    /** How many requests nobody is at. */
    synchronized int waiting() {
        return waiting.size();
    }

    /**
     * Returns when it is done, by this thread or another. An interrupt of the calling thread is kept for later.
     *
     * @return empty: it was not done
     */
    Optional<R> run(T request) {
        var own = new Ticket<T, R>(request);
        long patience = sharing.patience().toNanos();
        long begun = System.nanoTime();
        synchronized (this) {
            waiting.add(own);
        }
        boolean interrupted = false;
        while (!own.answered) {
            List<Ticket<T, R>> led = lead(own, System.nanoTime() - begun >= patience);
            if (led.isEmpty()) {
                LockSupport.parkNanos(this, patience);
                interrupted |= Thread.interrupted();
            } else {
                serve(led);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return own.answer;
    }

    /** The requests that the ticket's thread is to serve, its own the first. Empty: none now. */
    private synchronized List<Ticket<T, R>> lead(Ticket<T, R> own, boolean impatient) {
        if (waiting.peek() != own || (leading >= Sharing.TRANSACTIONS_AT_ONCE && !impatient)) {
            return List.of();
        }
        leading++;
        List<Ticket<T, R>> led = new ArrayList<>();
        while (led.size() < sharing.most() && !waiting.isEmpty()) {
            led.add(waiting.remove());
        }
        wakeFirst();
        return led;
    }

    private void serve(List<Ticket<T, R>> led) {
        List<Optional<R>> answers = List.of();
        try {
            answers = together.apply(led.stream().map(ticket -> ticket.request).toList());
        } finally {
            for (int i = 0; i < led.size(); i++) {
                led.get(i).answer(i < answers.size() ? answers.get(i) : Optional.empty());
            }
            synchronized (this) {
                leading--;
                wakeFirst();
            }
        }
    }

    private void wakeFirst() {
        Ticket<T, R> first = waiting.peek();
        if (first != null && leading < Sharing.TRANSACTIONS_AT_ONCE) {
            LockSupport.unpark(first.thread);
        }
    }
}
