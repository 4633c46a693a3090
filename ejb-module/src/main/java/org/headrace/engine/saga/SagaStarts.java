package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.headrace.engine.saga.SagaEngine.Running;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.Saga;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStep;
import org.headrace.saga.StepKind.Awaiting;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** Stores sagas and signals for them, in the caller's transaction or in one of its own, and has this node see to them. */
@ApplicationScoped
public class SagaStarts {

    @Inject
    SagaEngine engine;

    @Inject
    RegisteredSagas registered;

    /** As {@link org.headrace.saga.SagaOrchestrator#start}. */
    public SagaStarted start(SagaStart start) {
        RegisteredSaga definition =
                registered.newest(start.name()).orElseThrow(() -> SagaNotFoundException.definition(start.name()));
        Running running = engine.running();
        StartSaga first = StartSaga.of(start, definition);
        Optional<UUID> node = running.dispatch().reserve(first.id());
        Stored stored;
        try {
            stored = store(running, first, node);
        } catch (RuntimeException | Error e) {
            node.ifPresent(reserved -> running.dispatch().forget(first.id()));
            throw e;
        }
        return stored.answer();
    }

    private Stored store(Running running, StartSaga first, Optional<UUID> node) {
        if (node.isPresent() && running.sharedStarts().mayShare(first) && isWithoutTransaction(running)) {
            Stored stored = running.sharedStarts().run(first, node.get());
            after(first, node, Optional.of(stored));
            return stored;
        }
        return joining(
                running, idle -> Stored.of(running.parts(), first, node, idle), outcome -> after(first, node, outcome));
    }

    private static boolean isWithoutTransaction(Running running) {
        return running.synchronizations().getTransactionStatus() == Status.STATUS_NO_TRANSACTION;
    }

    /** @param stored empty: rolled back, or nobody knows; then the store tells the next scan */
    private void after(StartSaga first, Optional<UUID> node, Optional<Stored> stored) {
        SagaDispatch dispatch = engine.running().dispatch();
        Claim claim = stored.map(Stored::claim).orElse(null);
        if (claim != null) {
            dispatch.run(claim, stored.map(Stored::known).orElse(null));
        } else if (node.isPresent()) {
            dispatch.forget(first.id());
        }
        if (stored.isPresent()) {
            engine.running().relay().wake();
            if (stored.get().known() != null) {
                engine.running().parts().observer().happened(first.saga().name(), SagaHappening.Type.STARTED);
            }
        }
    }

    /** As {@link org.headrace.saga.SagaOrchestrator#signal}. */
    public boolean signal(SagaSignal signal) {
        Running running = engine.running();
        return joining(running, idle -> give(running.parts(), signal, Stored.begin(running.parts(), idle)), given -> {
            if (given.isPresent() && given.get()) {
                running.parts().work().makeReady(signal.sagaId());
                running.dispatch().offer(signal.sagaId());
                running.relay().wake();
            }
        });
    }

    private boolean give(SagaParts parts, SagaSignal signal, Instant now) {
        SagaRecord saga = parts.states()
                .loadForUpdate(signal.sagaId())
                .orElseThrow(() -> SagaNotFoundException.id(signal.sagaId()));
        if (!parts.signals().add(signal)) {
            return false;
        }
        requireAwaited(saga, signal.name());
        Entry entry = Entry.of(SagaHappening.Type.SIGNALLED, saga).detailed(signal.name());
        Saga told = TraceContext.current().map(saga.saga()::in).orElse(saga.saga());
        parts.log().add(List.of(entry.at(now, told, null)));
        if (saga.pause() == null) {
            parts.work()
                    .addIfAbsent(
                            saga.id(),
                            new Kind(
                                    saga.saga().name(),
                                    saga.origin().version(),
                                    saga.origin().hash()));
        }
        return true;
    }

    private void requireAwaited(SagaRecord saga, String signal) {
        SagaState state = saga.progress().state();
        if (state.isTerminal() || state == SagaState.COMPENSATING) {
            throw new SagaStateException(
                    "Saga " + saga.id() + " is " + state.label() + ": it takes no signals any more");
        }
        if (saga.progress().completedSteps().contains(signal)) {
            throw new SagaStateException("Saga " + saga.id() + " is past its step " + signal);
        }
        Optional<RegisteredSaga> definition = registered.of(saga);
        if (definition.isEmpty()) {
            throw new SagaStateException("This node does not have the steps that saga " + saga.id()
                    + " began with: signal it where they are registered");
        }
        List<String> awaited = definition.get().steps().stream()
                .filter(step -> step.kind() instanceof Awaiting)
                .map(SagaStep::name)
                .toList();
        if (!awaited.contains(signal)) {
            throw new InvalidInputException(
                    "signal",
                    "must be one that saga " + saga.saga().name() + " waits for, of " + awaited + ", is " + signal);
        }
    }

    /**
     * Does what needs a transaction.
     *
     * @param work is given how long a transaction of our own may idle, to be said first; null: it is the caller's
     * @param after is called when the transaction has ended: empty when it is not known to be committed
     */
    private <T> T joining(Running running, Function<@Nullable Duration, T> work, Consumer<Optional<T>> after) {
        if (isWithoutTransaction(running)) {
            SagaParts parts = running.parts();
            T result = OwnWork.run(
                    parts.transactions(), () -> work.apply(parts.membership().lease()));
            after.accept(Optional.of(result));
            return result;
        }
        T result = work.apply(null);
        running.synchronizations().registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Everything is written out already.
            }

            @Override
            public void afterCompletion(int status) {
                after.accept(status == Status.STATUS_COMMITTED ? Optional.of(result) : Optional.empty());
            }
        });
        return result;
    }
}
