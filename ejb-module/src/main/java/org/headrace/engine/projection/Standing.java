package org.headrace.engine.projection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.RunState;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands, as far as its runner knows. Written under the runner's lock only; read by any thread.
 */
final class Standing {

    private final Map<String, Checkpoint> places = new ConcurrentHashMap<>();
    private volatile @Nullable RunState runState;
    private volatile @Nullable DatabaseOutage outage;
    private final Map<String, String> misfits = new ConcurrentHashMap<>();
    private volatile boolean looked;
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
    }

    /** Null: not read from the store yet, or to be read anew. */
    @Nullable
    RunState runState() {
        return runState;
    }

    void runState(RunState state) {
        runState = state;
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
        return misfits.values().stream().findFirst().orElse(null);
    }

    /** Whether the checkpoint of another stream than this does not fit. */
    boolean hasMisfitBeside(String stream) {
        return misfits.keySet().stream().anyMatch(other -> !other.equals(stream));
    }

    void misfit(String stream, String reason) {
        misfits.put(stream, reason);
    }

    void fits(String stream) {
        misfits.remove(stream);
    }

    /** Whether it has looked at all its streams once since the start. */
    boolean looked() {
        return looked;
    }

    void look() {
        looked = true;
    }

    /** Of the lease under which all of this was read; −1: of none. */
    long epoch() {
        return epoch;
    }

    /** Begins anew: what was read under another lease may have been changed by others. */
    void begin(long newEpoch) {
        forget();
        misfits.clear();
        epoch = newEpoch;
    }

    /** What is known may not be what the store holds: read it anew before use. */
    void forget() {
        places.clear();
        runState = null;
    }

    void forget(String stream) {
        places.remove(stream);
    }
}
