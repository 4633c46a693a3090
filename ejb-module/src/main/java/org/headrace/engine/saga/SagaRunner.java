package org.headrace.engine.saga;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.headrace.engine.transaction.Outcome;
import org.headrace.engine.transaction.OwnTransactions;
import org.headrace.saga.spi.SagaRecord;

/**
 * Runs a saga from step to step until it rests, waits for another try, or is found to be run elsewhere. Each step is a
 * transaction of its own, after which the saga is stored. Safe for use by many threads, one a saga.
 */
final class SagaRunner {

    private static final System.Logger LOG = System.getLogger(SagaRunner.class.getName());

    private final SagaParts parts;
    private final RegisteredSagas definitions;
    private final Troubles troubles;

    SagaRunner(SagaParts parts, RegisteredSagas definitions, Troubles troubles) {
        this.parts = parts;
        this.definitions = definitions;
        this.troubles = troubles;
    }

    /** Never throws: one bad saga blocks nobody. The calling thread must not be in a transaction. */
    void run(String sagaId) {
        try {
            runFrom(sagaId);
        } catch (RuntimeException | Error e) {
            interrupted(sagaId, e);
        }
    }

    private void runFrom(String sagaId) {
        Optional<SagaRecord> next = parts.states().load(sagaId);
        while (next.isPresent() && !Thread.currentThread().isInterrupted()) {
            SagaRecord saga = next.get();
            Optional<RegisteredSaga> definition =
                    definitions.find(saga.saga().name(), saga.origin().version());
            if (definition.isEmpty()) {
                return;
            }
            Turn turn = new SagaTurn(parts, definition.get(), saga).run();
            next = after(turn, saga, definition.get());
        }
    }

    /** The saga as it goes on at once; empty: not now. */
    private Optional<SagaRecord> after(Turn turn, SagaRecord saga, RegisteredSaga definition) {
        if (turn instanceof Turn.Moved moved) {
            troubles.over(saga.id());
            SagaLog.moved(moved.before(), moved.after(), definition);
            return SagaCore.readyIn(moved.after(), parts.clock().instant())
                    .filter(Duration::isZero)
                    .map(now -> moved.after());
        }
        if (turn instanceof Turn.Stale) {
            return parts.states().load(saga.id());
        }
        if (turn instanceof Turn.Interrupted interrupted) {
            interrupted(saga.id(), interrupted.cause());
        }
        return Optional.empty();
    }

    /** It stays as it is in the store, and is tried again after a while, here or elsewhere. */
    private void interrupted(String sagaId, Throwable cause) {
        Troubles.Trouble trouble = troubles.note(sagaId, cause);
        LOG.log(
                trouble.failures() == 1 ? Level.WARNING : Level.DEBUG,
                "Saga " + sagaId + " could not be moved on, and is tried again: " + trouble.error(),
                cause);
        OwnTransactions transactions = parts.transactions();
        Outcome outcome = transactions.run(() -> {
            if (parts.work().tryLock(sagaId)) {
                parts.work().postpone(sagaId, trouble.delay());
            }
        });
        if (!(outcome instanceof Outcome.Committed)) {
            LOG.log(Level.DEBUG, "It stays ready: {0}", outcome);
        }
    }
}
