package org.headrace.engine.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.stream.EventPage;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * One stream as all who are interested in it on this node share it: where it ends as far as known, and its newest events.
 * Those come from the store only, never from an append, by one read at a time that goes on where the one before ended; so
 * that whatever is held is committed, in order and without a gap. The events follow the foremost reader. Whoever is
 * behind what is held reads the store alone. Safe for use by many threads.
 */
public final class LiveStream {

    private static final Log LOG = Log.of(LiveStream.class);

    private static final int LIVE_CHARS = 256 << 10;
    private static final int MOST_EVENTS = 500;

    /** How often to wait for the reads of others before reading alone. */
    private static final int MOST_JOINS = 3;

    private static final long UNSEEN = Long.MAX_VALUE;
    private static final Taken NOTHING = new Taken(List.of(), false);
    private static final Taken BEHIND = new Taken(List.of(), true);

    private final String name;
    private final StreamParts parts;
    private final TailRing ring;
    private final List<Interest> interests = new CopyOnWriteArrayList<>();
    private final Map<Waiter, Long> waiting = new LinkedHashMap<>();
    private volatile long head = -1;
    private volatile StreamCut cut = StreamCut.NONE;
    private volatile int averageChars = 1024;
    private long told = -1;
    private long seen = UNSEEN;
    private long epoch;
    private @Nullable Reading reading;
    private boolean planned;

    /** Called when there may be more to take. Returns at once. */
    @FunctionalInterface
    public interface Waiter {
        void wake();
    }

    /**
     * What there was to take.
     *
     * @param events in order, from the offset asked for; empty when there are none yet, or {@code behind}
     * @param behind the events are in the log but not held: {@link #readBehind} gets them
     */
    public record Taken(List<TailEvent> events, boolean behind) {}

    /**
     * What lies behind what is held.
     *
     * @param liveFrom what was asked for is archived, and there are no events: the stream is live from there on
     */
    public record Behind(List<RecordedEvent> events, @Nullable Long liveFrom) {}

    /** A read that goes on where the events held end. Its page counts only while nothing has cast doubt on it. */
    private record Reading(long epoch, CountDownLatch done) {}

    LiveStream(String name, StreamParts parts) {
        this.name = name;
        this.parts = parts;
        this.ring = parts.budget().newRing();
    }

    public String name() {
        return name;
    }

    /** The newest offset known, −1 for none. */
    public long head() {
        return head;
    }

    public StreamCut cut() {
        return cut;
    }

    List<Interest> interests() {
        return interests;
    }

    void end() {
        parts.budget().remove(ring);
    }

    /** A hint of this node's own: an append was committed. */
    void appended(long newest) {
        synchronized (this) {
            told = Math.max(told, newest);
            if (newest <= head) {
                return;
            }
            head = newest;
        }
        changed();
    }

    /**
     * What the store answered.
     *
     * @param before the head that was known when it was asked
     */
    void answered(long newest, long before) {
        synchronized (this) {
            if (newest < before) {
                LOG.write(LogMessage.STREAM_SHORTENED, name, before, newest);
                told = -1;
                forget(newest + 1);
                cut = cut.next(newest);
            } else if (newest <= head) {
                return;
            }
            head = newest;
        }
        changed();
    }

    /** Whether it has grown since the last call, and not by appends of this node. */
    synchronized boolean hasGrownElsewhere() {
        boolean elsewhere = head > seen && head > told;
        seen = head;
        return elsewhere;
    }

    void unreachable(Throwable cause) {
        tell(listener -> listener.unreachable(cause));
    }

    /** Lets go of all events; they are read anew. */
    void doubt() {
        synchronized (this) {
            forget(ring.end());
        }
    }

    private void forget(long goOnAt) {
        epoch++;
        parts.budget().clear(ring, goOnAt);
    }

    /**
     * Reads as {@link org.headrace.stream.EventLog#read} does, from the events held where they reach; a stream that does
     * not exist is empty. The head told is the newest known. Must not be called in a transaction, which would see
     * what it has not committed yet.
     */
    public EventPage read(long from, int limit) {
        for (int joins = 0; joins < MOST_JOINS; joins++) {
            List<RecordedEvent> held;
            Reading others;
            Reading mine;
            synchronized (this) {
                held = ring.from(from, limit).stream().map(TailEvent::event).toList();
                long next = from + held.size();
                if (held.size() == limit || (!held.isEmpty() && next > head)) {
                    return new EventPage(name, held, next, head);
                }
                others = reading;
                boolean looksAhead = next > head;
                if (next < ring.start() || (others != null && looksAhead)) {
                    break;
                }
                mine = others == null ? begin() : null;
            }
            if (mine != null) {
                int missing = limit - held.size();
                return joined(held, readOn(mine, from + held.size(), Math.max(missing, eventsOf(LIVE_CHARS))), limit);
            }
            if (!hasEnded(others)) {
                break;
            }
        }
        return ask(from, limit);
    }

    /** Takes events that are held; when there are none yet, the waiter is woken once there are. */
    public Taken take(Waiter waiter, long next, int limit) {
        synchronized (this) {
            List<TailEvent> events = ring.from(next, limit);
            if (!events.isEmpty()) {
                return new Taken(events, false);
            }
            if (next <= head && next < ring.start()) {
                return BEHIND;
            }
            waiting.put(waiter, next);
            if (next > head) {
                return NOTHING;
            }
        }
        readForWaiting();
        return NOTHING;
    }

    public synchronized void forget(Waiter waiter) {
        waiting.remove(waiter);
    }

    /**
     * Reads events that are not held from the store.
     *
     * @param chars about how much is wanted
     * @param most how many events there is use for, from 1
     */
    public Behind readBehind(long from, int chars, int most) {
        try {
            return new Behind(ask(from, Math.min(most, eventsOf(chars))).events(), null);
        } catch (EventsArchivedException e) {
            return new Behind(List.of(), e.firstOffset());
        }
    }

    /** The same for events that were held a moment ago: from memory where they still are. */
    public Behind readAgain(long from, int chars, int most) {
        List<RecordedEvent> held;
        synchronized (this) {
            held = ring.from(from, Math.min(most, eventsOf(chars))).stream()
                    .map(TailEvent::event)
                    .toList();
        }
        return held.isEmpty() ? readBehind(from, chars, most) : new Behind(held, null);
    }

    private Reading begin() {
        var begun = new Reading(epoch, new CountDownLatch(1));
        reading = begun;
        return begun;
    }

    private EventPage readOn(Reading mine, long from, int limit) {
        try {
            EventPage page = ask(from, limit);
            synchronized (this) {
                if (mine.epoch() == epoch) {
                    parts.budget().hold(ring, page.events());
                }
            }
            return page;
        } catch (EventsArchivedException e) {
            // Whoever waits for what is archived falls behind, and is told so there.
            synchronized (this) {
                forget(e.firstOffset());
            }
            throw e;
        } finally {
            settle(mine);
        }
    }

    private void settle(Reading ended) {
        var woken = new ArrayList<Waiter>();
        synchronized (this) {
            reading = null;
            long end = ring.end();
            waiting.forEach((waiter, next) -> {
                if (next < end) {
                    woken.add(waiter);
                }
            });
            woken.forEach(waiting::remove);
        }
        ended.done().countDown();
        woken.forEach(Waiter::wake);
        readForWaiting();
    }

    /** Those who take do not read themselves. */
    private void readForWaiting() {
        synchronized (this) {
            if (planned || reading != null || firstWaitedFor() > head) {
                return;
            }
            planned = true;
        }
        PatientQuery.ask(parts.lane(), parts.later(), this::readOnForWaiting, answered -> goOn(), () -> true);
    }

    private boolean readOnForWaiting() {
        Reading mine;
        long from;
        synchronized (this) {
            from = firstWaitedFor();
            if (reading != null || from > head) {
                return false;
            }
            mine = begin();
        }
        try {
            EventPage page = readOn(mine, from, eventsOf(LIVE_CHARS));
            if (page.events().isEmpty() && page.head() >= from) {
                throw new IllegalStateException(
                        "Stream " + name + " ends at " + page.head() + " and holds nothing from " + from + " on");
            }
            return true;
        } catch (EventsArchivedException e) {
            return false;
        }
    }

    private void goOn() {
        synchronized (this) {
            planned = false;
        }
        readForWaiting();
    }

    private long firstWaitedFor() {
        long first = Long.MAX_VALUE;
        for (long next : waiting.values()) {
            first = Math.min(first, next);
        }
        return first;
    }

    private EventPage ask(long from, int limit) {
        long before = head;
        EventPage page;
        try {
            page = parts.log().read(name, from, limit);
        } catch (StreamNotFoundException e) {
            page = new EventPage(name, List.of(), from, -1);
        } catch (EventsArchivedException e) {
            throw e;
        } catch (RuntimeException e) {
            parts.doubt().run();
            throw e;
        }
        parts.counts().read(page.events().size());
        if (!page.events().isEmpty()) {
            int chars = page.events().stream().mapToInt(TailEvent::chars).sum();
            averageChars = Math.max(1, chars / page.events().size());
        }
        answered(page.head(), before);
        return page;
    }

    private int eventsOf(int chars) {
        return Math.max(1, Math.min(MOST_EVENTS, chars / averageChars));
    }

    private EventPage joined(List<RecordedEvent> held, EventPage page, int limit) {
        List<RecordedEvent> events = new ArrayList<>(held);
        for (RecordedEvent event : page.events()) {
            boolean follows = events.isEmpty()
                    || event.offset() == events.get(events.size() - 1).offset() + 1;
            if (events.size() == limit || !follows) {
                break;
            }
            events.add(event);
        }
        long next = events.isEmpty()
                ? page.nextOffset()
                : events.get(events.size() - 1).offset() + 1;
        return new EventPage(name, events, next, page.head());
    }

    /** False: interrupted while waiting for it. */
    private static boolean hasEnded(@Nullable Reading others) {
        try {
            if (others != null) {
                others.done().await();
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void changed() {
        tell(StreamListener::changed);
        readForWaiting();
    }

    private void tell(Consumer<StreamListener> news) {
        for (Interest interest : interests) {
            try {
                news.accept(interest.listener());
            } catch (RuntimeException | Error e) {
                LOG.because(e, LogMessage.STREAM_LISTENER_FAILED, name);
            }
        }
    }
}
