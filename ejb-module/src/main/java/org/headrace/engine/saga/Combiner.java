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
 * those does the work of all that have gathered. Where nobody is at it, a thread does its own at once. Where others are, it
 * waits a moment for those that were served together last: they come back one by one, and would each do theirs alone.
 * (After Hendler, Incze, Shavit and Tzafrir, "Flat combining and the synchronization-parallelism tradeoff", SPAA 2010.) Safe
 * for use by many threads.
 *
 * @param <T> what is asked for
 * @param <R> what comes of it
 */
final class Combiner<T, R> {

    private final Sharing sharing;
    private final int atOnce;
    private final Function<List<T>, List<Optional<R>>> together;
    private final Deque<Ticket<T, R>> waiting = new ArrayDeque<>();
    private int leading;
    private int servedLast;
    private long servedAt;

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
     * @param sharing how many at most are served together. Who has waited for its patience, and is first in line, does the
     *     work however many are at it: one that stands still keeps nobody else from going on but those it does the work of
     * @param atOnce how many threads are at it, if those that wait have patience
     * @param together does the work of several, on the thread of one of them; as many answers, in the same order; empty:
     *     it was not done
     */
    Combiner(Sharing sharing, int atOnce, Function<List<T>, List<Optional<R>>> together) {
        this.sharing = sharing;
        this.atOnce = atOnce;
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
        arrive(own);
        boolean interrupted = false;
        while (!own.answered) {
            List<Ticket<T, R>> led = lead(own, System.nanoTime() - begun >= patience);
            if (led.isEmpty()) {
                LockSupport.parkNanos(this, Math.min(patience, untilEnough(own)));
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

    private synchronized void arrive(Ticket<T, R> own) {
        waiting.add(own);
        if (waiting.size() == enough()) {
            wakeFirst();
        }
    }

    /** The requests that the ticket's thread is to serve, its own the first. Empty: none now. */
    private synchronized List<Ticket<T, R>> lead(Ticket<T, R> own, boolean impatient) {
        if (waiting.peek() != own || (!impatient && !mayBegin())) {
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

    private boolean mayBegin() {
        return leading == 0 || (leading < atOnce && companyNanos() <= 0);
    }

    /** How much longer the first waits for more, who has others beside it. */
    private long companyNanos() {
        return waiting.size() >= enough() ? 0 : servedAt + sharing.company().toNanos() - System.nanoTime();
    }

    /** As many as were served together last. */
    private int enough() {
        return Math.min(servedLast, sharing.most());
    }

    /** How long the ticket's thread may sleep, where nobody wakes it. */
    private synchronized long untilEnough(Ticket<T, R> own) {
        boolean isNext = waiting.peek() == own && leading < atOnce;
        return isNext ? Math.max(1, companyNanos()) : Long.MAX_VALUE;
    }

    private void serve(List<Ticket<T, R>> led) {
        List<Optional<R>> answers = List.of();
        try {
            answers = together.apply(led.stream().map(ticket -> ticket.request).toList());
        } finally {
            served(led.size());
            for (int i = 0; i < led.size(); i++) {
                led.get(i).answer(i < answers.size() ? answers.get(i) : Optional.empty());
            }
        }
    }

    private synchronized void served(int together) {
        leading--;
        servedLast = together;
        servedAt = System.nanoTime();
        wakeFirst();
    }

    private void wakeFirst() {
        Ticket<T, R> first = waiting.peek();
        if (first != null && leading < atOnce) {
            LockSupport.unpark(first.thread);
        }
    }
}
