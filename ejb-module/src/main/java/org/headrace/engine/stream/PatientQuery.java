package org.headrace.engine.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.InfrastructureFailures;

/** Asks the store until it answers: an outage delays and loses nothing. Holds no thread between tries. */
public final class PatientQuery<T> {

    private static final Log LOG = Log.of(PatientQuery.class);

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final int MOST_DOUBLINGS = 6;

    private final Executor lane;
    private final Later later;
    private final Supplier<T> query;
    private final Consumer<T> answered;
    private final BooleanSupplier wanted;
    private int failures;

    private PatientQuery(Executor lane, Later later, Supplier<T> query, Consumer<T> answered, BooleanSupplier wanted) {
        this.lane = lane;
        this.later = later;
        this.query = query;
        this.answered = answered;
        this.wanted = wanted;
    }

    /**
     * Begins.
     *
     * @param answered called at most once, on a thread of the lane
     * @param wanted asked before each try; when it says no, nothing more happens
     */
    public static <T> void ask(
            Executor lane, Later later, Supplier<T> query, Consumer<T> answered, BooleanSupplier wanted) {
        new PatientQuery<>(lane, later, query, answered, wanted).submit();
    }

    private void submit() {
        try {
            lane.execute(this::attempt);
        } catch (RejectedExecutionException e) {
            LOG.because(e, LogMessage.STOPPED_ALREADY);
        }
    }

    private void attempt() {
        if (!wanted.getAsBoolean()) {
            return;
        }
        T answer;
        try {
            answer = query.get();
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        answered.accept(answer);
    }

    /** Retried whatever it is: an unknown failure, too, must not make a subscription skip events. */
    private void failed(RuntimeException e) {
        LOG.because(e, InfrastructureFailures.isInfrastructure(e), LogMessage.EVENTS_NOT_READ);
        later.run(FIRST_WAIT.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS)), this::submit);
    }
}
