package org.headrace.persistence.saga;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaCountStore;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;

/** Counts the sagas of a store in the heap. */
public final class InMemorySagaCountStore implements SagaCountStore {

    private final SagaStateStore states;

    public InMemorySagaCountStore(SagaStateStore states) {
        this.states = states;
    }

    @Override
    public List<SagaCount> open(int most) {
        Map<SagaCount, Long> counts = Stream.of(
                        SagaState.NOT_STARTED, SagaState.RUNNING, SagaState.COMPENSATING, SagaState.FAILED)
                .flatMap(state -> states.findByState(state).stream())
                .limit(most)
                .map(InMemorySagaCountStore::kindOf)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> with(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(SagaCount::sagaName)
                        .thenComparing(SagaCount::version)
                        .thenComparing(SagaCount::state)
                        .thenComparing(SagaCount::paused))
                .toList();
    }

    private static SagaCount kindOf(SagaRecord saga) {
        return new SagaCount(
                saga.saga().name(), saga.origin().version(), saga.progress().state(), saga.pause() != null, 0);
    }

    private static SagaCount with(SagaCount kind, long count) {
        return new SagaCount(kind.sagaName(), kind.version(), kind.state(), kind.paused(), count);
    }
}
