package org.headrace.engine.saga;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Interrupts calls that take too long. Safe for use by many threads. */
final class CallTimer {

    private final ScheduledExecutorService timer;

    CallTimer(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** A call to another system. */
    @FunctionalInterface
    interface Call<T> {
        T make() throws Exception;
    }

    /**
     * Makes a call on the calling thread and interrupts it when the time is up. A call that returns all the same has taken
     * place.
     *
     * @throws TimeoutException when it was interrupted, and threw
     */
    <T> T within(Duration limit, Call<T> call) throws Exception {
        var interruption = new Interruption(Thread.currentThread());
        Future<?> alarm = timer.schedule(interruption::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return call.make();
        } catch (Exception | Error e) {
            if (interruption.end()) {
                var late = new TimeoutException("It took longer than " + limit);
                late.addSuppressed(e);
                throw late;
            }
            throw e;
        } finally {
            alarm.cancel(false);
            interruption.end();
        }
    }

    /** Reaches the call only, never what the thread does after it. */
    private static final class Interruption {
        private final Thread caller;
        private boolean ended;
        private boolean took;

        Interruption(Thread caller) {
            this.caller = caller;
        }

        synchronized void interrupt() {
            if (!ended) {
                took = true;
                caller.interrupt();
            }
        }

        /** Whether the call was interrupted; the interruption is over then. */
        synchronized boolean end() {
            if (took && !ended) {
                // The call may not have noticed; whoever comes next must not.
                boolean unused = Thread.interrupted();
            }
            ended = true;
            return took;
        }
    }
}
