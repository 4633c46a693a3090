package org.headrace.engine.stream;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.spi.StreamHeads;

/**
 * Asks the store where all streams of interest end: one query for all, one at a time, at a pace that follows the traffic
 * of other nodes. Goes on for ever, whatever becomes of a query.
 */
final class HeadPoll {

    private static final System.Logger LOG = System.getLogger(HeadPoll.class.getName());

    private final StreamHeads source;
    private final StreamParts parts;
    private final Supplier<Collection<LiveStream>> streams;
    private final Supplier<Duration> longest;
    private List<Ask> asks = new ArrayList<>();
    private boolean querying;
    private boolean again;
    private long planned;
    private Pace pace = Pace.FIRST;

    /** Somebody waits for an answer to a query that begins after this. */
    private record Ask(Runnable answered, BooleanSupplier wanted) {}

    /** @param longest how long to wait when there is no traffic */
    HeadPoll(
            StreamHeads source,
            StreamParts parts,
            Supplier<Collection<LiveStream>> streams,
            Supplier<Duration> longest) {
        this.source = source;
        this.parts = parts;
        this.streams = streams;
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
            parts.lane().execute(this::query);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "The node has stopped", e);
        }
    }

    private void query() {
        List<Ask> served;
        synchronized (this) {
            again = false;
            served = asks;
            asks = new ArrayList<>();
        }
        try {
            boolean news = askForAll();
            pace = pace.afterAnswer(news, longest.get());
        } catch (RuntimeException | Error e) {
            failed(e, served);
            served = List.of();
        }
        served.forEach(HeadPoll::tell);
        goOn();
    }

    private boolean askForAll() {
        Collection<LiveStream> all = streams.get();
        if (all.isEmpty()) {
            return false;
        }
        Map<LiveStream, Long> before = new HashMap<>();
        all.forEach(stream -> before.put(stream, stream.head()));
        Map<String, Long> heads =
                source.heads(all.stream().map(LiveStream::name).toList());
        boolean news = false;
        for (Map.Entry<LiveStream, Long> entry : before.entrySet()) {
            LiveStream stream = entry.getKey();
            stream.answered(heads.getOrDefault(stream.name(), -1L), entry.getValue());
            news |= stream.hasGrownElsewhere();
        }
        return news;
    }

    private void failed(Throwable cause, List<Ask> unserved) {
        boolean known = pace.failing() || InfrastructureFailures.isInfrastructure(cause);
        Level level = known ? Level.DEBUG : Level.WARNING;
        LOG.log(level, "The store could not be asked where streams end; trying again", cause);
        pace = pace.afterFailure();
        synchronized (this) {
            unserved.stream().filter(ask -> ask.wanted().getAsBoolean()).forEach(asks::add);
        }
        parts.doubt().run();
        streams.get().forEach(stream -> stream.unreachable(cause));
    }

    private static void tell(Ask ask) {
        try {
            ask.answered().run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Who asked where a stream ends failed at the answer", e);
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
