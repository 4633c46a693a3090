package org.headrace.benchmarks.append;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.headrace.benchmarks.Jobs;
import org.headrace.benchmarks.axon.AxonParts;
import org.headrace.benchmarks.workload.Callers.Call;

/** Axon: a stream is an aggregate, whose lock is held from its next number to the commit, as its repositories do. */
final class AxonAppends {

    /** The payload. */
    public record Benchmarked(String name) {}

    private static final Benchmarked EVENT = new Benchmarked("x".repeat(190));

    private final AtomicInteger turns = new AtomicInteger();
    private final LockFactory locks = PessimisticLockFactory.usingDefaults();
    private final AxonParts axon;

    AxonAppends(AxonParts axon) {
        this.axon = axon;
    }

    double run(Setting setting, Duration length) throws Exception {
        int turn = turns.incrementAndGet();
        List<Call> calls = new ArrayList<>();
        var shared = new Aggregate("Axon" + turn);
        for (int i = 0; i < setting.callers(); i++) {
            Aggregate aggregate = setting.ownStreams() ? new Aggregate("Axon" + turn + "-" + i) : shared;
            calls.add(() -> append(aggregate, setting.batch()));
        }
        return Jobs.rate(calls, length);
    }

    private long append(Aggregate aggregate, int count) throws Exception {
        try (Lock held = locks.obtainLock(aggregate.id)) {
            List<GenericDomainEventMessage<Benchmarked>> events = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                events.add(new GenericDomainEventMessage<>("Benchmark", aggregate.id, aggregate.next + i, EVENT));
            }
            axon.publish(events);
            aggregate.next += count;
            return held.isHeld() ? count : 0;
        }
    }

    /** Changed under its lock. */
    private static final class Aggregate {

        private final String id;
        private long next;

        Aggregate(String id) {
            this.id = id;
        }
    }
}
