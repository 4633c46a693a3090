package org.headrace.engine.saga;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.engine.saga.SharedStarts.Start;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore.Added;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What became of a start, in the transaction that the calling thread was in.
 *
 * @param known as it is stored; null: it was there already
 * @param claim null: it was there already, or is left to any node
 */
record Stored(SagaStarted answer, @Nullable Known known, @Nullable Claim claim) {

    /**
     * Stores a saga, unless one is there under its key.
     *
     * @param node that is to have it from the beginning; empty: any
     * @param idleLimit how long the transaction may idle, where it is ours; null: it is the caller's
     * @throws org.headrace.saga.SagaStateException when one is there that was started with other data
     */
    static Stored of(SagaParts parts, StartSaga first, Optional<UUID> node, @Nullable Duration idleLimit) {
        String key = first.origin().businessKey();
        if (key != null) {
            begin(parts, idleLimit);
            Optional<SagaRecord> there =
                    parts.states().findByBusinessKey(first.saga().name(), key);
            if (there.isPresent()) {
                SagaRecord saga = there.get();
                first.requireSame(saga);
                return new Stored(new SagaStarted(saga.id(), saga.saga().correlationId(), false), null, null);
            }
        }
        if (node.isPresent()) {
            return claimed(parts, first, node.get(), idleLimit);
        }
        Instant now = begin(parts, idleLimit);
        Kind kind = first.definition().kind();
        parts.work().addIfAbsent(first.id(), kind);
        return stored(parts, first, now, null);
    }

    /** Stores one that no other can be in the way of, as the node's. */
    static Stored claimed(SagaParts parts, StartSaga first, UUID node, @Nullable Duration idleLimit) {
        Kind kind = first.definition().kind();
        Added added = parts.work().addClaimed(first.id(), kind, node, idleLimit);
        return stored(parts, first, added.now(), added.claim());
    }

    private static Stored stored(SagaParts parts, StartSaga first, Instant now, @Nullable Claim claim) {
        Known known = parts.states().add(first.at(now));
        parts.log().add(List.of(started(known.saga(), now)));
        return new Stored(first.answer(), known, claim);
    }

    /**
     * {@link #claimed} of several, in a transaction of ours: those of one kind of rows together.
     *
     * @return in the same order
     */
    static List<Stored> allClaimed(SagaParts parts, List<Start> starts, Duration idleLimit) {
        List<Added> added =
                parts.work().addAllClaimed(starts.stream().map(Start::entry).toList(), idleLimit);
        List<SagaRecord> first = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            first.add(starts.get(i).first().at(added.get(i).now()));
        }
        List<Known> known = parts.states().addAll(first);
        List<SagaHappening> happenings = new ArrayList<>();
        List<Stored> stored = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            happenings.add(started(known.get(i).saga(), added.get(i).now()));
            stored.add(new Stored(
                    starts.get(i).first().answer(), known.get(i), added.get(i).claim()));
        }
        parts.log().add(happenings);
        return stored;
    }

    private static SagaHappening started(SagaRecord saga, Instant now) {
        return Entry.of(SagaHappening.Type.STARTED, saga).at(now, saga, null);
    }

    /** The store's time; of a transaction of ours, once it is limited. */
    static Instant begin(SagaParts parts, @Nullable Duration idleLimit) {
        return idleLimit == null ? parts.work().now() : parts.work().limitIdling(idleLimit);
    }
}
