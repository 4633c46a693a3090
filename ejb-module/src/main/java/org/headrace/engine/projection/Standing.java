package org.headrace.engine.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.Segment;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands, as far as its runner knows. Written under the runner's lock only; read by any thread.
 */
final class Standing {

    private final Map<String, Checkpoint> places = new ConcurrentHashMap<>();
    private volatile @Nullable RunState runState;
    private volatile @Nullable DatabaseOutage outage;
    private volatile boolean looked;
    private final Map<String, List<Segment>> segments = new ConcurrentHashMap<>();
    private final Map<String, ReadAhead.Next> ahead = new ConcurrentHashMap<>();
    private volatile @Nullable Integer wantedSegments;
    private volatile @Nullable Set<StreamKey> heldKeys;

    /** As was read or written last under this lease; kept where the store is to be asked anew, for those who only look. */
    private final Map<String, Checkpoint> seen = new ConcurrentHashMap<>();

    private volatile @Nullable RunState seenRunState;
    private final ReadingRate rate = new ReadingRate();
    private final Lateness lateness = new Lateness();
    private volatile long epoch = -1;
    private volatile boolean here = true;

    /** Of a projection that another node runs, as far as can be told from the store. */
    static Standing elsewhere() {
        var standing = new Standing();
        standing.here = false;
        standing.looked = true;
        return standing;
    }

    /** Whether this node runs it. */
    boolean isHere() {
        return here;
    }

    Optional<Checkpoint> place(String stream) {
        return Optional.ofNullable(places.get(stream));
    }

    void place(Checkpoint checkpoint) {
        places.put(checkpoint.stream(), checkpoint);
        Checkpoint before = see(checkpoint);
        if (before != null && checkpoint.lastProcessedOffset() > before.lastProcessedOffset()) {
            rate.processed(checkpoint.lastProcessedOffset() - before.lastProcessedOffset(), checkpoint.lastUpdated());
        }
    }

    /** For those who only look; returns what they saw before, null: nothing. */
    @Nullable
    Checkpoint see(Checkpoint checkpoint) {
        Checkpoint before = seen.put(checkpoint.stream(), checkpoint);
        if (before == null) {
            lateness.behindSince(checkpoint.stream(), checkpoint.lastUpdated());
        }
        return before;
    }

    /** The same of one that is to be read anew, but has moved on from where it was seen. */
    void seeMoved(String stream, Move move, Instant now) {
        seen.computeIfPresent(
                stream, (name, place) -> place.lastProcessedOffset() == move.from() ? place.moved(move, now) : place);
    }

    /** Where it stood last, be it outdated; empty: not looked at under this lease. */
    Optional<Checkpoint> seen(String stream) {
        return Optional.ofNullable(seen.get(stream));
    }

    /** As it was last, be it outdated; null: not read under this lease. */
    @Nullable
    RunState seenRunState() {
        return seenRunState;
    }

    /** How long it has been behind. */
    Lateness lateness() {
        return lateness;
    }

    /** Over all streams, as far as was looked under this lease. */
    long eventsRead() {
        return seen.values().stream()
                .mapToLong(place -> place.lastProcessedOffset() + 1)
                .sum();
    }

    /** How fast it reads. */
    ReadingRate rate() {
        return rate;
    }

    /** Null: not read from the store yet, or to be read anew. */
    @Nullable
    RunState runState() {
        return runState;
    }

    void runState(RunState state) {
        runState = state;
        seenRunState = state;
    }

    /** Null: the database answers. */
    @Nullable
    DatabaseOutage outage() {
        return outage;
    }

    void outage(@Nullable DatabaseOutage current) {
        outage = current;
    }

    /** Why a checkpoint does not fit its stream; null: all fit. */
    @Nullable
    String misfit() {
        return RestoreGuard.reason(seenRunState);
    }

    /** Whether it has looked at all its streams once since the start. */
    boolean looked() {
        return looked;
    }

    void look() {
        looked = true;
    }

    /** The keys that have dead letters; null: not read from the store yet, or to be read anew. */
    @Nullable
    Set<StreamKey> heldKeys() {
        return heldKeys;
    }

    void heldKeys(Set<StreamKey> keys) {
        heldKeys = keys;
    }

    /** Into which a stream is split; null: not read from the store yet, or to be read anew. */
    @Nullable
    List<Segment> segments(String stream) {
        return segments.get(stream);
    }

    void segments(String stream, List<Segment> stored) {
        segments.put(stream, stored);
    }

    /** The page of a stream that is read ahead, for once; null: none is. */
    ReadAhead.@Nullable Next takeAhead(String stream) {
        return ahead.remove(stream);
    }

    void ahead(String stream, ReadAhead.Next next) {
        ahead.put(stream, next);
    }

    /** How many segments there should be; null: not read from the store yet, or to be read anew. */
    @Nullable
    Integer wantedSegments() {
        return wantedSegments;
    }

    void wantedSegments(int number) {
        wantedSegments = number;
    }

    /** Of the lease under which all of this was read; −1: of none. */
    long epoch() {
        return epoch;
    }

    /** Begins anew: what was read under another lease may have been changed by others. */
    void begin(long newEpoch) {
        forget();
        seen.clear();
        seenRunState = null;
        rate.forget();
        lateness.forget();
        epoch = newEpoch;
    }

    /** What is known may not be what the store holds: read it anew before use. */
    void forget() {
        places.clear();
        segments.clear();
        ahead.values().forEach(ReadAhead.Next::drop);
        ahead.clear();
        runState = null;
        heldKeys = null;
        wantedSegments = null;
    }

    /** As {@link #forget()}, of how far a stream was read. */
    void forget(String stream) {
        places.remove(stream);
        segments.remove(stream);
        ReadAhead.Next next = ahead.remove(stream);
        if (next != null) {
            next.drop();
        }
    }
}
