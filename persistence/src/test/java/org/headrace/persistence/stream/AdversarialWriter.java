package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.event;

import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;

/**
 * Appends in every way there is, and as unhelpfully as can be: begins early and commits late, holds locks meanwhile,
 * takes them in any order, rolls back at random, sends events again, expects what is outdated. Each number is written
 * once at most.
 */
final class AdversarialWriter implements Callable<List<AdversarialWriter.Acknowledged>> {

    private static final long LONGEST_LINGER = TimeUnit.MILLISECONDS.toNanos(3);

    private final Random random;
    private final StoredEventLog log;
    private final JtaEnvironment jta;
    private final List<String> streams;
    private final Interleavings interleavings;
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private int number;

    /** An event that the log said it holds, and where. */
    record Acknowledged(String stream, long offset, int number) {}

    /** What the writers have done to each other. */
    static final class Interleavings {
        final AtomicLong begun = new AtomicLong();
        final AtomicLong committed = new AtomicLong();
        final AtomicLong newestCommitted = new AtomicLong();
        final AtomicLong overtaken = new AtomicLong();
        final AtomicLong rolledBack = new AtomicLong();
        final AtomicLong deadlocks = new AtomicLong();
        final AtomicLong conflicts = new AtomicLong();
        final AtomicLong repeated = new AtomicLong();

        void commit(long begin) {
            committed.incrementAndGet();
            if (newestCommitted.getAndAccumulate(begin, Math::max) > begin) {
                overtaken.incrementAndGet();
            }
        }

        @Override
        public String toString() {
            return begun + " begun, " + committed + " committed, of them " + overtaken
                    + " after one that began later; " + rolledBack + " rolled back, " + deadlocks + " deadlocks, "
                    + conflicts + " conflicts, " + repeated + " sent again";
        }
    }

    /** @param first the numbers written are the ones from here on */
    AdversarialWriter(
            Random random,
            StoredEventLog log,
            JtaEnvironment jta,
            List<String> streams,
            Interleavings interleavings,
            int first) {
        this.random = random;
        this.log = log;
        this.jta = jta;
        this.streams = streams;
        this.interleavings = interleavings;
        this.number = first;
    }

    /** An append that was accepted, with the numbers in it. */
    private record Sent(Appended receipt, List<Integer> numbers) {}

    @Override
    public List<Acknowledged> call() throws Exception {
        int last = number + OrderingContract.TRANSACTIONS * OrderingContract.MOST_EVENTS;
        for (int i = 0; i < OrderingContract.TRANSACTIONS; i++) {
            long begin = interleavings.begun.incrementAndGet();
            try {
                if (random.nextInt(3) == 0) {
                    alone(begin);
                } else {
                    inTransaction(begin);
                }
            } catch (EventLogUnavailableException deadlock) {
                assertThat(deadlock).hasMessageContaining("deadlock");
                interleavings.deadlocks.incrementAndGet();
            } catch (RollbackException deadlockAtItsEnd) {
                assertThat(InfrastructureFailures.isInfrastructure(deadlockAtItsEnd))
                        .as("may be tried again: %s", deadlockAtItsEnd)
                        .isTrue();
                interleavings.deadlocks.incrementAndGet();
            } catch (ConflictException outdated) {
                interleavings.conflicts.incrementAndGet();
            }
        }
        assertThat(number).isLessThanOrEqualTo(last);
        return acknowledged;
    }

    private void alone(long begin) {
        List<Integer> numbers = numbers(1 + random.nextInt(3));
        List<NewEvent> events = numbers.stream()
                .map(n -> event(n).withEventId(UUID.randomUUID()))
                .toList();
        Append append = Append.to(anyStream(), events);
        if (random.nextInt(4) == 0) {
            append = append.expectingOffset(head(append.stream()));
        }
        Appended receipt = log.append(append);
        interleavings.commit(begin);
        acknowledge(new Sent(receipt, numbers));
        if (random.nextInt(4) == 0) {
            Appended again = log.append(append);
            assertThat(again.offsets()).isEqualTo(receipt.offsets());
            assertThat(again.duplicates()).isEqualTo(events.size());
            interleavings.repeated.incrementAndGet();
        }
    }

    private void inTransaction(long begin) throws Exception {
        boolean rollsBack = random.nextInt(3) == 0;
        List<Sent> sent = rollsBack ? jta.rolledBack(this::appends) : jta.inTransaction(this::appends);
        if (rollsBack) {
            interleavings.rolledBack.incrementAndGet();
        } else {
            interleavings.commit(begin);
            sent.forEach(this::acknowledge);
        }
    }

    private List<Sent> appends() {
        List<String> shuffled = new ArrayList<>(streams);
        Collections.shuffle(shuffled, random);
        List<String> some = shuffled.subList(0, 1 + random.nextInt(streams.size()));
        if (random.nextInt(6) > 0) {
            Collections.sort(some); // which is how deadlocks are avoided
        }
        List<Sent> sent = new ArrayList<>();
        for (String stream : some) {
            linger();
            List<Integer> numbers = numbers(1 + random.nextInt(2));
            Append append = Append.to(
                    stream, numbers.stream().map(LogEnvironment::event).toList());
            sent.add(new Sent(random.nextBoolean() ? log.append(append) : log.lockAndAppend(append), numbers));
        }
        linger();
        return sent;
    }

    /** Until others have committed; not for long, since they may wait for this one. */
    private void linger() {
        long goal = interleavings.committed.get() + random.nextInt(6);
        long deadline = System.nanoTime() + LONGEST_LINGER;
        while (interleavings.committed.get() < goal && System.nanoTime() < deadline) {
            LockSupport.parkNanos(20_000);
        }
    }

    private void acknowledge(Sent sent) {
        List<Long> offsets = sent.receipt().offsets();
        for (int i = 0; i < offsets.size(); i++) {
            acknowledged.add(new Acknowledged(
                    sent.receipt().stream(), offsets.get(i), sent.numbers().get(i)));
        }
    }

    private String anyStream() {
        return streams.get(random.nextInt(streams.size()));
    }

    private long head(String stream) {
        @Nullable Long head = log.heads(List.of(stream)).get(stream);
        return head == null ? -1 : head;
    }

    private List<Integer> numbers(int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(number++);
        }
        return numbers;
    }
}
