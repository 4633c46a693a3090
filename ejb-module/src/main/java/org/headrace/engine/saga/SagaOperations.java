package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.headrace.engine.saga.SagaEngine.Running;
import org.headrace.engine.transaction.FailureText;
import org.headrace.engine.transaction.Outcome;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.saga.SagaNotFoundException;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaPage;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaStarted;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.OutcomeUnknownException;

/** What users and operators do with sagas. */
@ApplicationScoped
public class SagaOperations implements SagaOrchestrator {

    private static final System.Logger LOG = System.getLogger(SagaOperations.class.getName());

    @Inject
    SagaEngine engine;

    @Inject
    RegisteredSagas registered;

    @Inject
    OperatorActionStore actions;

    @Override
    public SagaStarted start(SagaStart start) {
        Running running = engine.running();
        RegisteredSaga definition =
                registered.newest(start.name()).orElseThrow(() -> SagaNotFoundException.definition(start.name()));
        SagaRecord first =
                StartSaga.first(start, definition, running.parts().clock().instant());
        if (running.synchronizations().getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
            SagaStarted started = inTransaction(() -> store(first, definition.kind()));
            offerIfNew(started);
            return started;
        }
        SagaStarted started = store(first, definition.kind());
        running.synchronizations().registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Everything is written out already.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    offerIfNew(started);
                }
            }
        });
        return started;
    }

    private SagaStarted store(SagaRecord first, Kind kind) {
        SagaStateStore states = engine.running().parts().states();
        String key = first.origin().businessKey();
        if (key != null) {
            Optional<SagaRecord> there = states.findByBusinessKey(first.saga().name(), key);
            if (there.isPresent()) {
                StartSaga.requireSame(there.get(), first);
                return new SagaStarted(there.get().id(), there.get().saga().correlationId(), false);
            }
        }
        states.save(first);
        engine.running().parts().work().addIfAbsent(first.id(), kind);
        SagaLog.started(first);
        return new SagaStarted(first.id(), first.saga().correlationId(), true);
    }

    private void offerIfNew(SagaStarted started) {
        if (started.isNew()) {
            engine.running().dispatch().offer(started.sagaId());
        }
    }

    @Override
    public SagaStatus status(String sagaId) {
        return report(
                engine.running().parts().states().load(sagaId).orElseThrow(() -> SagaNotFoundException.id(sagaId)));
    }

    @Override
    public SagaPage find(SagaQuery query) {
        SagaStateStore.Page page = engine.running().parts().states().find(query);
        return new SagaPage(page.sagas().stream().map(this::report).toList(), page.next());
    }

    @Override
    public SagaStatus pause(String sagaId, Operator by) {
        return operate("pause", sagaId, by, (saga, now, isIdle) -> OperatorMoves.pause(saga, by, now));
    }

    @Override
    public SagaStatus resume(String sagaId, Operator by) {
        return operate("resume", sagaId, by, (saga, now, isIdle) -> OperatorMoves.resume(saga, now));
    }

    @Override
    public SagaStatus cancel(String sagaId, Operator by) {
        return operate("cancel", sagaId, by, (saga, now, isIdle) -> OperatorMoves.cancel(saga, by, now, isIdle));
    }

    @Override
    public SagaStatus retry(String sagaId, Operator by) {
        return operate("retry", sagaId, by, (saga, now, isIdle) -> OperatorMoves.retry(saga, now));
    }

    /** What an operator does to a saga; the same object when nothing changes. */
    @FunctionalInterface
    private interface Move {
        SagaRecord apply(SagaRecord saga, Instant now, boolean isIdle);
    }

    /**
     * Changes the marks of a saga while a worker may be in one of its steps: that worker holds the work entry from the
     * beginning of the step, and locks the state only at the end, when it takes the marks into account. So the entry is
     * never waited for here, only tried.
     */
    private SagaStatus operate(String action, String sagaId, Operator by, Move move) {
        SagaRecord after = inTransaction(() -> {
            SagaRecord changed = change(sagaId, move);
            Instant now = engine.running().parts().clock().instant();
            actions.record(new OperatorAction(now, by, action, OperatorAction.saga(sagaId), ""));
            return changed;
        });
        LOG.log(
                Level.INFO,
                "{0}: {1} by {2}{3}",
                SagaLog.title(after),
                action,
                by.principal(),
                by.reason().isEmpty() ? "" : ": " + by.reason());
        engine.running().parts().work().makeReady(sagaId);
        engine.running().dispatch().offer(sagaId);
        return report(after);
    }

    private SagaRecord change(String sagaId, Move move) {
        SagaParts parts = engine.running().parts();
        boolean isHeld = parts.work().tryLock(sagaId);
        SagaRecord before = parts.states().loadForUpdate(sagaId).orElseThrow(() -> SagaNotFoundException.id(sagaId));
        var kind = new Kind(before.saga().name(), before.origin().version());
        if (!isHeld && before.pause() != null) {
            // It stands and has no entry, unless a worker is still in the step at whose end it will stand.
            parts.work().addIfAbsent(sagaId, kind);
            isHeld = parts.work().tryLock(sagaId);
        }
        Instant now = parts.clock().instant();
        SagaRecord after = move.apply(before, now, isHeld);
        if (!after.equals(before)) {
            parts.states().save(after);
        }
        boolean rests = SagaCore.readyIn(after, now).isEmpty();
        if (!rests) {
            parts.work().addIfAbsent(sagaId, kind);
        } else if (isHeld) {
            parts.work().remove(sagaId);
        }
        return after;
    }

    /** @throws EventLogUnavailableException when the database does not answer */
    private <T> T inTransaction(Callable<T> work) {
        List<T> result = new ArrayList<>();
        Outcome outcome = engine.running().parts().transactions().run(() -> result.add(work.call()));
        if (outcome instanceof Outcome.WorkFailed failed) {
            if (failed.cause() instanceof RuntimeException e) {
                throw e;
            }
            throw new IllegalStateException(
                    "Nothing was changed: " + FailureText.describe(failed.cause()), failed.cause());
        }
        if (outcome instanceof Outcome.InfrastructureFailed failed) {
            throw unavailable(failed);
        }
        return result.get(0);
    }

    private static EventLogUnavailableException unavailable(Outcome.InfrastructureFailed failed) {
        String error = FailureText.describe(failed.cause());
        return failed.atCommit()
                ? new OutcomeUnknownException(
                        "The database was lost during the commit, so it is not known whether it was done: look, or start"
                                + " the saga again under the same business key: " + error,
                        failed.cause())
                : new EventLogUnavailableException(
                        "Nothing was changed, the database does not answer: " + error, failed.cause());
    }

    private SagaStatus report(SagaRecord saga) {
        boolean isRegistered =
                registered.find(saga.saga().name(), saga.origin().version()).isPresent();
        return SagaReport.of(saga, isRegistered, engine.running().troubles().of(saga.id()));
    }
}
