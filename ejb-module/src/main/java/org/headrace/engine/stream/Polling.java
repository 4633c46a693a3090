package org.headrace.engine.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.InfrastructureFailures;

/** Asks the store the same again and again, one query at a time. Goes on for ever, whatever becomes of a query. */
final class Polling {

    private static final Log LOG = Log.of(Polling.class);

    private final StreamParts parts;
    private final Query query;
    private final Supplier<Duration> longest;
    private List<Ask> asks = new ArrayList<>();
    private boolean querying;
    private boolean again;
    private long planned;
    private Pace pace = Pace.FIRST;

    /** What is asked. */
    interface Query {

        /** @return whether there is news that this node has not made */
        boolean askStore();

        /** It could not be asked; it will be again. */
        void failed(Throwable cause);
    }

    /** Somebody waits for an answer to a query that begins after this. */
    private record Ask(Runnable answered, BooleanSupplier wanted) {}

    /** @param longest how long to wait when there is no news */
    Polling(StreamParts parts, Query query, Supplier<Duration> longest) {
        this.parts = parts;
        this.query = query;
        this.longest = longest;
    }

    /** Asks now, or again when a query is on its way already. */
    void ask() {
        synchronized (this) {
            if (querying) {
                again = true;
                return;
            }
            querying = true;
        }
        submit();
    }

    /**
     * Asks now, and tells of the answer, however long it takes.
     *
     * @param wanted when it says no, the answer may be kept to ourselves
     */
    void ask(Runnable answered, BooleanSupplier wanted) {
        synchronized (this) {
            asks.add(new Ask(answered, wanted));
        }
        ask();
    }

    private void submit() {
        try {
            parts.lane().execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.because(e, LogMessage.STOPPED_ALREADY);
        }
    }

    private void run() {
        List<Ask> served;
        synchronized (this) {
            again = false;
            served = asks;
            asks = new ArrayList<>();
        }
        try {
            boolean news = query.askStore();
            pace = pace.afterAnswer(news, longest.get());
        } catch (RuntimeException | Error e) {
            failed(e, served);
            served = List.of();
        }
        served.forEach(Polling::tell);
        goOn();
    }

    private void failed(Throwable cause, List<Ask> unserved) {
        boolean known = pace.failing() || InfrastructureFailures.isInfrastructure(cause);
        LOG.because(cause, known, LogMessage.HEADS_NOT_READ);
        pace = pace.afterFailure();
        synchronized (this) {
            unserved.stream().filter(ask -> ask.wanted().getAsBoolean()).forEach(asks::add);
        }
        query.failed(cause);
    }

    private static void tell(Ask ask) {
        try {
            ask.answered().run();
        } catch (RuntimeException | Error e) {
            LOG.because(e, LogMessage.HEAD_ANSWER_FAILED);
        }
    }

    private void goOn() {
        boolean askedAgain;
        long plan;
        synchronized (this) {
            askedAgain = again;
            querying = askedAgain;
            plan = ++planned;
        }
        if (askedAgain) {
            submit();
        } else {
            parts.later().run(pace.pause(), () -> due(plan));
        }
    }

    private void due(long plan) {
        synchronized (this) {
            if (plan != planned || querying) {
                return;
            }
        }
        ask();
    }
}
