package org.headrace.persistence.saga;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;
import org.jspecify.annotations.Nullable;

/**
 * What a saga has to do, in the heap.
 *
 * @param node null: nobody has it
 * @param fence of the last claim; 0: it never was claimed
 */
record WorkEntry(Kind kind, Instant readyAt, @Nullable UUID node, long fence) {

    private static final Comparator<Kind> BY_KIND =
            Comparator.comparing(Kind::sagaName).thenComparing(Kind::version).thenComparing(Kind::hash);

    static WorkEntry free(Kind kind, Instant readyAt) {
        return new WorkEntry(kind, readyAt, null, 0);
    }

    static List<Unclaimed> byKind(Collection<WorkEntry> entries) {
        Map<Kind, List<WorkEntry>> kinds = entries.stream()
                .collect(Collectors.groupingBy(WorkEntry::kind, () -> new TreeMap<>(BY_KIND), Collectors.toList()));
        return kinds.entrySet().stream()
                .map(kind -> new Unclaimed(kind.getKey(), kind.getValue().size(), readySince(kind.getValue())))
                .toList();
    }

    private static Instant readySince(List<WorkEntry> entries) {
        return entries.stream()
                .map(WorkEntry::readyAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    boolean isClaimedBy(Claim claim) {
        return node != null && fence == claim.fence();
    }

    boolean isRunnableBy(Collection<Kind> kinds) {
        return kinds.stream()
                .anyMatch(given -> given.sagaName().equals(kind.sagaName())
                        && given.version() == kind.version()
                        && (kind.hash().isEmpty() || kind.hash().equals(given.hash())));
    }

    WorkEntry freeFrom(Instant time) {
        return new WorkEntry(kind, time, null, fence);
    }

    WorkEntry readyFrom(Instant time) {
        return new WorkEntry(kind, time, node, fence);
    }
}
