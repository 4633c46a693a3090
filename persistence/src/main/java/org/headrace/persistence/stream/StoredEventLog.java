package org.headrace.persistence.stream;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.NewEvent;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNames;
import org.headrace.stream.spi.StreamContents;
import org.headrace.stream.spi.StreamHeads;
import org.jspecify.annotations.Nullable;

/** The event log over a store: checks what comes in, and lets it join a transaction or commits it at once. */
public final class StoredEventLog implements EventLog, StreamHeads, StreamContents {

    static final int MAX_LIMIT = 10_000;

    private final EventReader reader;
    private final JoinedAppends joined;
    private final UnaryOperator<PendingAppend> direct;
    private final int maxEventBytes;
    private final CallerStamp callers;

    /** @param direct commits an append on its own; throws why it was refused */
    StoredEventLog(EventReader reader, JoinedAppends joined, UnaryOperator<PendingAppend> direct, int maxEventBytes) {
        this(reader, joined, direct, maxEventBytes, CallerStamp.NONE);
    }

    private StoredEventLog(
            EventReader reader,
            JoinedAppends joined,
            UnaryOperator<PendingAppend> direct,
            int maxEventBytes,
            CallerStamp callers) {
        this.reader = reader;
        this.joined = joined;
        this.direct = direct;
        this.maxEventBytes = maxEventBytes;
        this.callers = callers;
    }

    /** The same log, which notes in each event's metadata who appends it. */
    public StoredEventLog stampedBy(CallerStamp stamp) {
        return new StoredEventLog(reader, joined, direct, maxEventBytes, stamp);
    }

    @Override
    public Appended append(Append append) {
        return append(append, append.isConditional());
    }

    @Override
    public Appended lockAndAppend(Append append) {
        return append(append, true);
    }

    @Override
    public EventPage read(String stream, long from, int limit) {
        StreamNames.require(stream);
        requirePage(from, limit);
        return reader.read(stream, null, from, Math.min(limit, MAX_LIMIT));
    }

    @Override
    public EventPage readKey(String stream, String key, long from, int limit) {
        StreamNames.require(stream);
        requirePage(from, limit);
        requireText("key", key);
        return reader.read(stream, key, from, Math.min(limit, MAX_LIMIT));
    }

    @Override
    public Optional<StreamInfo> stream(String name) {
        return isText(name) ? reader.stream(name) : Optional.empty();
    }

    @Override
    public List<StreamInfo> streams(@Nullable String after, int limit) {
        requirePage(0, limit);
        if (after != null) {
            requireText("after", after);
        }
        return reader.streams(after, Math.min(limit, MAX_LIMIT));
    }

    @Override
    public Map<String, Long> heads(Collection<String> streams) {
        return streams.isEmpty() ? Map.of() : reader.heads(streams);
    }

    @Override
    public Map<String, Map<String, Long>> headsByPrefix(Collection<String> prefixes, int most) {
        return prefixes.isEmpty() ? Map.of() : reader.headsByPrefix(prefixes, most);
    }

    @Override
    public Contents contents(String stream) {
        StreamNames.require(stream);
        return reader.contents(stream);
    }

    private Appended append(Append append, boolean early) {
        requireSize(append);
        Append stamped = TraceStamp.on(callers.on(append));
        if (joined.isTransactionActive()) {
            return joined.append(stamped, early);
        }
        return Receipt.known(direct.apply(new PendingAppend(stamped)));
    }

    private void requireSize(Append append) {
        List<NewEvent> events = append.events();
        for (int i = 0; i < events.size(); i++) {
            int size = EventSize.of(events.get(i));
            if (size > maxEventBytes) {
                throw new InvalidInputException(
                        events.size() == 1 ? "data" : "events[" + i + "].data",
                        "data and metadata are " + size + " bytes, over the limit of " + maxEventBytes
                                + " (headrace.max-event-bytes)");
            }
        }
    }

    static void requirePage(long from, int limit) {
        if (from < 0) {
            throw new InvalidInputException("from", "must be 0 or more, is " + from);
        }
        if (limit < 1) {
            throw new InvalidInputException("limit", "must be 1 or more, is " + limit);
        }
    }

    static void requireText(String field, String value) {
        if (!isText(value)) {
            throw new InvalidInputException(field, "must not contain the character U+0000");
        }
    }

    /** PostgreSQL refuses this one character even in a comparison. */
    private static boolean isText(String value) {
        return value.indexOf('\0') < 0;
    }
}
