package org.headrace.persistence.saga;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore;
import org.jspecify.annotations.Nullable;

/** What sagas have to do, in the heap. A transaction may idle: no other node waits for it. */
public final class InMemorySagaWorkStore implements SagaWorkStore {

    private static final Comparator<Map.Entry<String, WorkEntry>> READY_FOR_LONGEST = Comparator.comparing(
                    (Map.Entry<String, WorkEntry> entry) -> entry.getValue().readyAt())
            .thenComparing(Map.Entry::getKey);

    private final TransactionalMap<String, WorkEntry> entries;
    private final Clock clock;
    private final Predicate<UUID> isAlive;
    private final SagaStateStore states;
    private final AtomicLong fences = new AtomicLong();

    /**
     * Has no entries yet.
     *
     * @param isAlive of a node: whether its lease has not run out
     * @param states of the same sagas
     */
    public InMemorySagaWorkStore(
            HeapTransactions transactions, Clock clock, Predicate<UUID> isAlive, SagaStateStore states) {
        this.entries = transactions.newMap();
        this.clock = clock;
        this.isAlive = isAlive;
        this.states = states;
    }

    @Override
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void addIfAbsent(String sagaId, Kind kind) {
        if (entries.get(sagaId).isEmpty()) {
            entries.tryUpdate(sagaId, there -> there.or(() -> Optional.of(WorkEntry.free(kind, now()))));
        }
    }

    @Override
    public Added addClaimed(String sagaId, Kind kind, UUID node, @Nullable Duration idleLimit) {
        Instant now = now();
        var claimed = new Claim(sagaId, fences.incrementAndGet());
        entries.update(sagaId, there -> {
            if (there.isPresent()) {
                throw new IllegalStateException("There is work of saga " + sagaId + " already");
            }
            return Optional.of(new WorkEntry(kind, now, node, claimed.fence()));
        });
        return new Added(claimed, now);
    }

    @Override
    public Instant limitIdling(Duration limit) {
        // A node that stands still stands still with its heap.
        return now();
    }

    @Override
    public boolean remove(String sagaId) {
        return entries.update(sagaId, before -> Optional.empty()).isPresent();
    }

    @Override
    public boolean tryLock(String sagaId) {
        return tryLock(sagaId, entry -> true);
    }

    @Override
    public void release(String sagaId) {
        entries.update(sagaId, there -> there.map(entry -> entry.freeFrom(now())));
    }

    @Override
    public Optional<Held> hold(Claim claim, Duration idleLimit) {
        if (!tryLock(claim.sagaId(), entry -> entry.isClaimedBy(claim))) {
            return Optional.empty();
        }
        Long revision = states.look(claim.sagaId()).map(Known::revision).orElse(null);
        return Optional.of(new Held(now(), revision));
    }

    /** Looked at before and after: what is not as wanted is not to be locked, and may change until it is. */
    private boolean tryLock(String sagaId, Predicate<WorkEntry> isWanted) {
        return entries.get(sagaId).filter(isWanted).isPresent()
                && entries.tryLock(sagaId)
                && entries.get(sagaId).filter(isWanted).isPresent();
    }

    @Override
    public void giveBack(Claim claim, Duration delay) {
        if (entries.get(claim.sagaId()).filter(it -> it.isClaimedBy(claim)).isPresent()) {
            entries.update(
                    claim.sagaId(),
                    there -> there.map(entry -> entry.isClaimedBy(claim) ? entry.freeFrom(now().plus(delay)) : entry));
        }
    }

    @Override
    public List<Claim> claim(UUID node, Collection<Kind> kinds, Collection<String> having, int limit) {
        Set<Kind> runnable = Set.copyOf(kinds);
        Set<String> known = Set.copyOf(having);
        List<Claim> claimed = new ArrayList<>();
        List<Map.Entry<String, WorkEntry>> ready =
                entries.snapshot().entrySet().stream().sorted(READY_FOR_LONGEST).toList();
        for (Map.Entry<String, WorkEntry> entry : ready) {
            if (claimed.size() == limit) {
                break;
            }
            String sagaId = entry.getKey();
            claim(node, sagaId, it -> it.isRunnableBy(runnable) && isFreeFor(node, known.contains(sagaId), it))
                    .ifPresent(claimed::add);
        }
        return claimed;
    }

    /** A node's own go by what it has alone: its lease may have run out without it being gone. */
    private boolean isFreeFor(UUID node, boolean isKnown, WorkEntry entry) {
        return node.equals(entry.node()) ? !isKnown : isFree(entry);
    }

    @Override
    public Optional<Claim> claimOne(UUID node, String sagaId) {
        return claim(node, sagaId, this::isFree);
    }

    private boolean isFree(WorkEntry entry) {
        return entry.node() == null || !isAlive.test(entry.node());
    }

    private Optional<Claim> claim(UUID node, String sagaId, Predicate<WorkEntry> mayHave) {
        Predicate<WorkEntry> isWanted = entry -> !entry.readyAt().isAfter(now()) && mayHave.test(entry);
        if (entries.get(sagaId).filter(isWanted).isEmpty()) {
            return Optional.empty();
        }
        List<Claim> claimed = new ArrayList<>(1);
        entries.tryUpdate(
                sagaId,
                there -> there.map(entry -> {
                    if (!isWanted.test(entry)) {
                        return entry;
                    }
                    claimed.add(new Claim(sagaId, fences.incrementAndGet()));
                    return new WorkEntry(
                            entry.kind(), entry.readyAt(), node, claimed.get(0).fence());
                }));
        return claimed.stream().findFirst();
    }

    @Override
    public void makeReady(String sagaId) {
        if (entries.get(sagaId).isPresent()) {
            entries.tryUpdate(sagaId, there -> there.map(entry -> entry.readyFrom(now())));
        }
    }

    @Override
    public List<Unclaimed> unclaimed(Duration readyFor) {
        Instant since = now().minus(readyFor);
        List<WorkEntry> waiting = entries.snapshot().values().stream()
                .filter(entry -> !entry.readyAt().isAfter(since) && isFree(entry))
                .toList();
        return WorkEntry.byKind(waiting);
    }
}
