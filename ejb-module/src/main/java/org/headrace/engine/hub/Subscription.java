package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.List;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.StreamCut;
import org.headrace.engine.stream.TailEvent;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of one connection. Subscribing again makes a new one, so that what was still being read for the old one is
 * known by it and dropped. Only used by its connection's tasks, one at a time.
 */
final class Subscription {

    private static final long UNKNOWN = -1;

    private final long number;
    private final LiveStream live;
    private final SubscriptionOptions options;
    private final SentEvents unacknowledged;
    private final @Nullable PatternSubscription pattern;
    private long next = UNKNOWN;
    private long previous = -1;
    private long acknowledged = -1;
    private boolean headKnown;
    private boolean hasBeenLive;
    private boolean reading;
    private boolean paused;
    private List<RecordedEvent> read = List.of();
    private long readTo = UNKNOWN;
    private int cuts;

    /**
     * Begins nowhere yet.
     *
     * @param number no other subscription of the connection has or had it
     * @param pattern that matches the stream; null: it was asked for by its name
     */
    Subscription(long number, LiveStream live, SubscriptionOptions options, @Nullable PatternSubscription pattern) {
        this.number = number;
        this.live = live;
        this.options = options;
        this.pattern = pattern;
        this.unacknowledged = new SentEvents(options.window());
        this.cuts = live.cut().number();
    }

    @Nullable
    PatternSubscription pattern() {
        return pattern;
    }

    SubscriptionOptions options() {
        return options;
    }

    long number() {
        return number;
    }

    boolean wants(RecordedEvent event) {
        return options.want(event);
    }

    LiveStream live() {
        return live;
    }

    String stream() {
        return live.name();
    }

    void startAt(long offset) {
        next = offset;
    }

    /** False while it is still being found out where a live subscription begins. */
    boolean isPlaced() {
        return next != UNKNOWN;
    }

    long next() {
        return next;
    }

    /**
     * Whether events for it may be looked for. Whose window is closed waits for nothing but its client's
     * acknowledgement, and who is paused for an operator: their coming has the connection look here again. One whose stream
     * was cut waits until that is looked into.
     */
    boolean isReady() {
        return isPlaced() && !reading && !paused && room() > 0 && !wasCut();
    }

    /** Whether the stream has lost its newest events since this was last looked into. */
    boolean wasCut() {
        return live.cut().number() != cuts;
    }

    /**
     * Looks into it.
     *
     * @return the offset after the last one that was left, where this was further; null: this goes on as it was
     */
    @Nullable
    Long takeCut() {
        StreamCut cut = live.cut();
        cuts = cut.number();
        read = List.of();
        return next > cut.end() + 1 ? cut.end() + 1 : null;
    }

    /** That it is behind afterwards is not its client's doing. */
    void pause(boolean on) {
        paused = on;
        hasBeenLive = false;
    }

    boolean isPaused() {
        return paused;
    }

    SubscriptionStatus status() {
        return new SubscriptionStatus(
                stream(),
                pattern == null ? null : pattern.name(),
                options,
                isPlaced() ? Long.valueOf(next) : null,
                live.head(),
                acknowledged,
                unacknowledged.size(),
                paused);
    }

    /** The offset sent before, −1 for none. */
    long previous() {
        return previous;
    }

    void sent(long offset) {
        previous = offset;
        next = offset + 1;
        unacknowledged.add(offset);
    }

    /** The same of all up to an offset. */
    void sentAllTo(long last) {
        for (long offset = next; offset <= last; offset++) {
            unacknowledged.add(offset);
        }
        previous = last;
        next = last + 1;
    }

    /** Whether what it is sent next is the same for all others who come there. */
    boolean isLikeOthers() {
        return options.sendAll() && answerer() == SentEvent.NOBODY && previous == next - 1;
    }

    /** The id under which the client is to answer the event; null: it is not asked to. */
    @Nullable
    String resultId(long offset) {
        return SentEvent.resultId(answerer(), offset);
    }

    private long answerer() {
        return options.window().byResult() ? number : SentEvent.NOBODY;
    }

    /** The event that goes out next, as it goes out. */
    SentEvent sentEvent(long offset, int chars) {
        return new SentEvent(live, offset, previous, answerer(), chars);
    }

    /** How many events there is use for when some are read. */
    int use() {
        return options.sendAll() ? room() : Integer.MAX_VALUE;
    }

    /** How many events may be sent before the client acknowledges one. */
    int room() {
        return unacknowledged.room();
    }

    /** What comes next is not wanted: it is not looked at again, and counts as if it were not there. */
    void passOver(long offset) {
        next = offset + 1;
    }

    /** The node knows where the stream ends: what is behind that is behind the live edge. */
    void knowsHead() {
        headKnown = true;
    }

    /** There was nothing more to send. */
    void foundNothing() {
        hasBeenLive |= headKnown && next > live.head();
    }

    /** Whether it is slow, and this is what becomes of it. */
    boolean isSlowTo(WhenSlow.Policy policy) {
        WhenSlow whenSlow = options.whenSlow();
        return whenSlow.policy() == policy && hasBeenLive && lag() > whenSlow.maxLag();
    }

    /** How many events it is behind the newest one. */
    long lag() {
        return live.head() - next + 1;
    }

    /** Goes on there, whatever lies between. */
    void skipTo(long offset) {
        next = offset;
        read = List.of();
    }

    /** @return false: so much was never sent */
    boolean acknowledge(long offset) {
        if (offset > previous) {
            return false;
        }
        acknowledged = Math.max(acknowledged, Math.max(offset, unacknowledged.removeUpTo(offset)));
        return true;
    }

    /** The client has answered an event, whatever it answered. One that is not waited for is nothing new. */
    void answered(long offset) {
        acknowledged = Math.max(acknowledged, unacknowledged.remove(offset));
    }

    long acknowledged() {
        return acknowledged;
    }

    /** Whether events are being read for it that the node does not hold. */
    boolean isReading() {
        return reading;
    }

    void beginReading() {
        reading = true;
    }

    /** Of what was read and is wanted no more is kept than fits into one frame. */
    void endReading(List<RecordedEvent> events) {
        reading = false;
        List<RecordedEvent> kept = new ArrayList<>();
        int chars = 0;
        for (RecordedEvent event : events) {
            if (wants(event)) {
                if (chars >= Frame.CHARS) {
                    break;
                }
                chars += TailEvent.chars(event);
                kept.add(event);
            }
            readTo = event.offset() + 1;
        }
        read = kept;
        if (kept.isEmpty() && !events.isEmpty()) {
            next = readTo;
        }
    }

    boolean hasRead() {
        return !read.isEmpty();
    }

    List<RecordedEvent> read() {
        return read;
    }

    /** What was not sent is read again later, rather than kept for a slow client; what was not wanted is not. */
    void forgetRead() {
        if (!read.isEmpty() && previous == read.get(read.size() - 1).offset()) {
            next = readTo;
        }
        read = List.of();
    }
}
