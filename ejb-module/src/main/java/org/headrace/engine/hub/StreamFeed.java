package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamNotFoundException;

/**
 * One stream as this node's subscribers share it: where it ends as far as known, its tail, and who waits for more. The
 * tail is read on demand only, by one read at a time, from where the foremost of the waiting stands. Safe for use by many
 * threads.
 */
final class StreamFeed {

    /** Called when there may be more to take. Returns at once. */
    interface Waiter {
        void wake();
    }

    /**
     * What there was to take.
     *
     * @param events in order, from the offset asked for; empty when there are none yet, or {@code behind}
     * @param behind the events are in the log but not in the tail: {@link #readBehind} gets them
     */
    record Taken(List<TailEvent> events, boolean behind) {}

    /** Who asked for events that the tail does not hold. Called on a thread that reads. */
    interface Behind {
        void read(List<RecordedEvent> events);

        /** What was asked for is archived; the stream is live from there on. */
        void archived(long firstOffset);
    }

    private static final Taken NOTHING = new Taken(List.of(), false);
    private static final Taken BEHIND = new Taken(List.of(), true);

    private static final int LIVE_CHARS = 256 << 10;
    private static final int MOST_EVENTS = 500;

    private final String stream;
    private final HubParts parts;
    private final TailBudget budget;
    private final StreamTail tail = new StreamTail();
    private final Map<Waiter, Long> waiting = new LinkedHashMap<>();
    private long head = -1;
    private long news;
    private boolean fetching;
    private volatile int averageChars = 1024;

    StreamFeed(String stream, HubParts parts, TailBudget budget) {
        this.stream = stream;
        this.parts = parts;
        this.budget = budget;
    }

    String stream() {
        return stream;
    }

    /** A hint that the stream has grown. */
    void learn(long newest) {
        boolean fetch;
        synchronized (this) {
            if (newest <= head) {
                return;
            }
            head = newest;
            news++;
            fetch = beginFetch();
        }
        if (fetch) {
            fetch();
        }
    }

    /** Takes events of the tail; when there are none yet, the waiter is woken once there are. */
    Taken take(Waiter waiter, long next, int limit) {
        boolean fetch;
        synchronized (this) {
            List<TailEvent> events = tail.from(next, limit);
            if (!events.isEmpty()) {
                return new Taken(events, false);
            }
            if (next <= head && next < tail.start()) {
                return BEHIND;
            }
            waiting.put(waiter, next);
            fetch = beginFetch();
        }
        if (fetch) {
            fetch();
        }
        return NOTHING;
    }

    synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /**
     * Reads events that the tail does not hold.
     *
     * @param chars about how much is wanted
     */
    void readBehind(long from, int chars, Behind behind, BooleanSupplier wanted) {
        Lanes lanes = parts.lanes();
        long newsBefore = news();
        PatientQuery.ask(
                lanes.catchUp(),
                lanes.later(),
                () -> read(from, chars),
                piece -> {
                    learnOf(piece.page(), newsBefore);
                    if (piece.from() > from) {
                        behind.archived(piece.from());
                    } else {
                        behind.read(piece.page().events());
                    }
                },
                wanted);
    }

    private boolean beginFetch() {
        if (fetching) {
            return false;
        }
        long from = Long.MAX_VALUE;
        for (long next : waiting.values()) {
            from = Math.min(from, next);
        }
        if (from > head) {
            return false;
        }
        if (from > tail.end()) {
            tail.restartAt(from);
        }
        fetching = true;
        return true;
    }

    private void fetch() {
        Lanes lanes = parts.lanes();
        long from;
        long newsBefore;
        synchronized (this) {
            from = tail.end();
            newsBefore = news;
        }
        PatientQuery.ask(
                lanes.live(),
                lanes.later(),
                () -> read(from, LIVE_CHARS),
                piece -> fetched(piece, newsBefore),
                () -> true);
    }

    private void fetched(Piece piece, long newsBefore) {
        EventPage page = piece.page();
        learnOf(page, newsBefore);
        List<Waiter> woken;
        synchronized (this) {
            fetching = false;
            if (piece.from() > tail.end()) {
                // What was asked for is archived: whoever waits for it falls behind the tail, and is told so there.
                tail.restartAt(piece.from());
            }
            page.events().forEach(event -> tail.add(new TailEvent(event), budget.bytes()));
            woken = new ArrayList<>(waiting.keySet());
            waiting.clear();
        }
        woken.forEach(Waiter::wake);
    }

    private synchronized long news() {
        return news;
    }

    private void learnOf(EventPage page, long newsBefore) {
        if (!page.events().isEmpty()) {
            int chars = page.events().stream().mapToInt(TailEvent::chars).sum();
            averageChars = Math.max(1, chars / page.events().size());
            learn(page.head());
            return;
        }
        synchronized (this) {
            // What was believed to be there is not (a restored database): wait for news of it.
            if (news == newsBefore) {
                head = page.head();
            }
        }
    }

    /** A page, and the offset that it was read from: a later one than asked for where that is archived. */
    private record Piece(EventPage page, long from) {}

    private Piece read(long from, int chars) {
        try {
            int limit = Math.max(1, Math.min(MOST_EVENTS, chars / averageChars));
            return new Piece(parts.log().read(stream, from, limit), from);
        } catch (StreamNotFoundException e) {
            return new Piece(new EventPage(stream, List.of(), from, -1), from);
        } catch (EventsArchivedException e) {
            return read(e.firstOffset(), chars);
        }
    }
}
