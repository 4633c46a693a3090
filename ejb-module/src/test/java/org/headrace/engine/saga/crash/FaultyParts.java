package org.headrace.engine.saga.crash;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.crash.Faults.Place;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.stream.EventLogUnavailableException;
import org.jspecify.annotations.Nullable;

/** What the engine is given, wrapped so that faults are met: the engine itself knows nothing of them. */
final class FaultyParts {

    private final JtaEnvironment jta;
    private final Stores stores;
    private final Faults faults;

    /** What this node has started and not yet run, by id. */
    private final Map<String, SagaRecord> started = new ConcurrentHashMap<>();

    /** Of the calling thread, from begin to begin. */
    private final ThreadLocal<Transaction> current = ThreadLocal.withInitial(Transaction::new);

    /** What is known of a transaction. */
    private static final class Transaction {
        private final List<SagaHappening> told = new ArrayList<>();
        private boolean committed;
        private boolean operating;
        private @Nullable Place acting;
    }

    FaultyParts(JtaEnvironment jta, Stores stores, Faults faults) {
        this.jta = jta;
        this.stores = stores;
        this.faults = faults;
    }

    EngineNode.Parts parts() {
        var faulty = new Stores(
                wrapped(SagaStateStore.class, stores.states(), this::afterState),
                wrapped(SagaWorkStore.class, stores.work(), this::beforeWork, this::afterWork),
                wrapped(SagaLogStore.class, stores.log(), this::afterLog),
                stores.signals(),
                stores.nodes(),
                stores.leases(),
                stores.events(),
                stores.actions(),
                stores.schema());
        return new EngineNode.Parts(
                faulty,
                new FaultyTransaction(jta.userTransaction()),
                jta.registry(),
                List.of(this::flush),
                task -> () -> {
                    task.run();
                    goingOn();
                });
    }

    /** A transactional step has written. */
    void written(SagaContext context) throws RollbackException {
        Place place = placeOf(context);
        current.get().acting = place;
        faults.at(Moment.IN_STEP, place);
    }

    static Place placeOf(SagaContext context) {
        return new Place(context.saga().correlationId(), context.step(), context.direction());
    }

    private void flush() {
        Place acting = current.get().acting;
        if (acting != null) {
            at(Moment.FLUSHED, acting);
        }
    }

    private @Nullable Object afterState(String method, @Nullable Object result) {
        if (method.equals("add")) {
            SagaRecord first = ((Known) Objects.requireNonNull(result)).saga();
            started.put(first.id(), first);
        }
        return result;
    }

    /** The node's first look at a saga that it has started: nothing is locked yet. */
    private void beforeWork(String method, Object[] arguments) {
        if (method.equals("hold")) {
            SagaRecord first = started.remove(((Claim) arguments[0]).sagaId());
            if (first != null) {
                at(Moment.FIRST_SEEN, Place.next(first));
            }
        }
    }

    private @Nullable Object afterWork(String method, @Nullable Object result, Object[] arguments) {
        if (method.equals("hold") && result instanceof Optional<?> held && held.isPresent()) {
            SagaRecord saga =
                    stores.states().load(((Claim) arguments[0]).sagaId()).orElseThrow();
            if (saga.pending().call() == null) {
                at(Moment.HELD, Place.next(saga));
            }
        }
        current.get().operating |= method.equals("limitIdling");
        if (method.equals("claim") && result instanceof List<?> claims) {
            List<Claim> heard = new ArrayList<>(heard(claims));
            heard.addAll(faults.heardLate());
            return heard;
        }
        return method.equals("claimOne") && result instanceof Optional<?> claim
                ? heard(claim.stream().toList()).stream().findFirst()
                : result;
    }

    private List<Claim> heard(List<?> claims) {
        Map<Claim, SagaRecord> sagas = new LinkedHashMap<>();
        for (Object claim : claims) {
            var claimed = (Claim) claim;
            sagas.put(claimed, stores.states().load(claimed.sagaId()).orElseThrow());
        }
        try {
            return faults.claimed(sagas);
        } catch (SQLException e) {
            throw new EventLogUnavailableException("Writing to the database failed", e);
        }
    }

    private @Nullable Object afterLog(String method, @Nullable Object result, Object[] arguments) {
        if (method.equals("add")) {
            for (Object told : (List<?>) arguments[0]) {
                current.get().told.add((SagaHappening) told);
            }
            List.copyOf(current.get().told).forEach(told -> at(Moment.LOGGED, told));
        }
        return result;
    }

    private void goingOn() {
        Transaction before = current.get();
        current.remove();
        if (before.committed) {
            before.told.forEach(told -> at(Moment.GOING_ON, told));
        }
    }

    private void at(Moment moment, SagaHappening told) {
        try {
            faults.at(moment, told);
        } catch (RollbackException e) {
            throw new IllegalStateException("Answers are lost at commits only", e);
        }
    }

    private void at(Moment moment, Place place) {
        try {
            faults.at(moment, place);
        } catch (RollbackException e) {
            throw new IllegalStateException("Answers are lost at commits only", e);
        }
    }

    /** What is done with the result of a method. */
    private interface After {
        @Nullable
        Object call(String method, @Nullable Object result, Object[] arguments);
    }

    private interface AfterResult {
        @Nullable
        Object call(String method, @Nullable Object result);
    }

    /** What is done before a method. */
    private interface Before {
        void call(String method, Object[] arguments);
    }

    private static <T> T wrapped(Class<T> type, T store, AfterResult after) {
        return wrapped(type, store, (method, result, arguments) -> after.call(method, result));
    }

    private static <T> T wrapped(Class<T> type, T store, After after) {
        return wrapped(type, store, (method, arguments) -> {}, after);
    }

    private static <T> T wrapped(Class<T> type, T store, Before before, After after) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    before.call(method.getName(), arguments);
                    try {
                        return after.call(method.getName(), method.invoke(store, arguments), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private final class FaultyTransaction implements UserTransaction {

        private final UserTransaction real;

        private FaultyTransaction(UserTransaction real) {
            this.real = real;
        }

        @Override
        public void begin() throws NotSupportedException, SystemException {
            goingOn();
            real.begin();
        }

        @Override
        public void commit()
                throws RollbackException, HeuristicMixedException, HeuristicRollbackException, SystemException {
            for (SagaHappening told : current.get().told) {
                faults.at(Moment.BEFORE_COMMIT, told);
            }
            if (current.get().operating) {
                faults.atOperatorsCommit();
            }
            real.commit();
            current.get().committed = true;
            for (SagaHappening told : current.get().told) {
                faults.at(Moment.COMMITTED, told);
            }
        }

        @Override
        public void rollback() throws SystemException {
            current.remove();
            real.rollback();
        }

        @Override
        public void setRollbackOnly() throws SystemException {
            real.setRollbackOnly();
        }

        @Override
        public int getStatus() throws SystemException {
            return real.getStatus();
        }

        @Override
        public void setTransactionTimeout(int seconds) throws SystemException {
            real.setTransactionTimeout(seconds);
        }
    }
}
