package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import jakarta.transaction.RollbackException;
import jakarta.transaction.Synchronization;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.ConflictException.Kind;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends that join the caller's JTA transaction. */
abstract class JoinedAppendsContract {

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Concurrently concurrently = new Concurrently();
    private StoredEventLog log;
    private JtaEnvironment jta;
    private String stream;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        jta = environment().jta();
        log = environment()
                .newLog(
                        (s, head) -> {
                            throw new IllegalStateException("a listener that always fails");
                        },
                        (s, head) -> told.add(s + "@" + head));
        stream = newStream();
    }

    @AfterEach
    void close() {
        concurrently.close();
    }

    @Test
    void anAppendIsThereFromTheCommitOn() throws Exception {
        jta.inTransaction(() -> {
            log.append(stream, event(0));
            log.lockAndAppend(Append.to(stream, event(1)));
            assertThat(elsewhere(() -> log.stream(stream))).isEmpty();
            assertThat(elsewhere(() -> log.heads(List.of(stream)))).isEmpty();
            return null;
        });

        assertThat(read()).containsExactly(0, 1);
    }

    @Test
    void aRollbackLeavesNoStream() throws Exception {
        jta.rolledBack(() -> log.append(stream, event(0)));
        jta.rolledBack(() -> log.lockAndAppend(Append.to(stream, event(0))));

        assertThat(log.stream(stream)).isEmpty();
        assertThat(log.heads(List.of(stream))).isEmpty();
        assertThat(log.append(stream, event(1)).firstOffset()).isZero();
    }

    @Test
    void aRollbackLeavesNoHole() throws Exception {
        log.append(stream, event(0));
        jta.rolledBack(() -> log.lockAndAppend(Append.to(stream, event(1), event(2))));
        jta.rolledBack(() -> log.append(stream, event(3)));

        assertThat(log.append(stream, event(4)).firstOffset()).isOne();
        assertThat(read()).containsExactly(0, 4);
    }

    @Test
    void aLateAppendTellsItsOffsetsAfterTheCommit() throws Exception {
        Appended receipt = jta.inTransaction(() -> {
            Appended late = log.append(stream, event(0), event(1));
            assertThat(late.eventIds()).hasSize(2);
            assertThat(late.isOffsetKnown()).isFalse();
            assertThatIllegalStateException()
                    .isThrownBy(late::offsets)
                    .withMessageContaining("after the transaction has committed");
            assertThatIllegalStateException().isThrownBy(late::duplicates);
            return late;
        });

        assertThat(receipt.isOffsetKnown()).isTrue();
        assertThat(receipt.offsets()).containsExactly(0L, 1L);
        assertThat(receipt.duplicates()).isZero();
        assertThat(log.read(stream, 0, 10).events().stream().map(e -> e.eventId()))
                .isEqualTo(receipt.eventIds());
    }

    @Test
    void aReceiptOfARolledBackTransactionSaysSo() throws Exception {
        Appended late = jta.rolledBack(() -> log.append(stream, event(0)));
        Appended early = jta.rolledBack(() -> log.lockAndAppend(Append.to(stream, event(0))));

        for (Appended receipt : List.of(late, early)) {
            assertThat(receipt.isOffsetKnown()).isFalse();
            assertThatIllegalStateException().isThrownBy(receipt::offsets).withMessageContaining("rolled back");
        }
    }

    @Test
    void anEarlyLockGivesTheOffsetsAtOnceAndKeepsOthersOut() throws Exception {
        Future<Appended> other = jta.inTransaction(() -> {
            assertThat(log.lockAndAppend(Append.to(stream, event(0))).offsets()).containsExactly(0L);
            assertThat(log.append(Append.to(stream, event(1)).expectingOffset(0))
                            .offsets())
                    .containsExactly(1L);
            assertThat(log.append(Append.to(stream, event(2).withKey("k")).expectingKeyVersion(-1))
                            .offsets())
                    .containsExactly(2L);
            Future<Appended> waiting = concurrently.start(() -> log.append(stream, event(4)));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS));
            assertThat(log.lockAndAppend(Append.to(stream, event(3))).offsets()).containsExactly(3L);
            return waiting;
        });

        assertThat(Concurrently.await(other).offsets()).containsExactly(4L);
        assertThat(read()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aRollbackLetsTheNextWriterIn() throws Exception {
        Future<Appended> other = jta.rolledBack(() -> {
            log.lockAndAppend(Append.to(stream, event(0)));
            return concurrently.start(() -> log.append(stream, event(1)));
        });

        assertThat(Concurrently.await(other).offsets()).containsExactly(0L);
    }

    @Test
    void aLateAppendKeepsNobodyOutBeforeTheCommit() throws Exception {
        Appended late = jta.inTransaction(() -> {
            Appended receipt = log.append(stream, event(1));
            assertThat(elsewhere(() -> log.append(stream, event(0))).offsets()).containsExactly(0L);
            return receipt;
        });

        assertThat(late.offsets()).containsExactly(1L);
        assertThat(read()).containsExactly(0, 1);
    }

    @Test
    void aConflictAtAnEarlyLockIsToldAtTheCallAndTheTransactionMayGoOn() throws Exception {
        log.append(stream, event(0));

        jta.inTransaction(() -> {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> log.append(Append.to(stream, event(9)).expectingOffset(-1)))
                    .matches(e -> e.kind() == Kind.OFFSET);
            return log.append(Append.to(stream, event(1)).expectingOffset(0));
        });

        assertThat(read()).containsExactly(0, 1);
    }

    @Test
    void aConflictInALateAppendFailsTheCommitAndIsItsCause() throws Exception {
        UUID id = UUID.randomUUID();
        String other = newStream();
        log.append(stream, event(0).withEventId(id));

        jta.userTransaction().begin();
        Appended beside = log.append(other, event(0));
        Appended conflicting = log.append(stream, event(1).withEventId(id));
        assertThatExceptionOfType(RollbackException.class)
                .isThrownBy(() -> jta.userTransaction().commit())
                .withRootCauseInstanceOf(ConflictException.class);

        assertThat(log.stream(other)).isEmpty();
        assertThat(read()).containsExactly(0);
        assertThatIllegalStateException().isThrownBy(beside::offsets);
        assertThatIllegalStateException().isThrownBy(conflicting::offsets);
        assertThat(told).containsExactly(stream + "@0");
    }

    @Test
    void theOrderOfCallsIsKeptWhenLateAndEarlyMix() throws Exception {
        List<Appended> receipts = jta.inTransaction(() -> List.of(
                log.append(stream, event(0)),
                log.append(stream, event(1)),
                log.lockAndAppend(Append.to(stream, event(2))),
                log.append(stream, event(3)),
                log.append(Append.to(stream, event(4)).expectingOffset(3)),
                log.append(stream, event(5))));

        assertThat(receipts.stream().map(Appended::firstOffset)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(read()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void aRepetitionWithinATransactionWritesOnce() throws Exception {
        NewEvent event = event(0).withEventId(UUID.randomUUID());

        List<Appended> receipts = jta.inTransaction(() -> List.of(
                log.lockAndAppend(Append.to(stream, event)),
                log.lockAndAppend(Append.to(stream, event)),
                log.append(stream, event),
                log.append(stream, event)));

        assertThat(receipts).allMatch(r -> r.firstOffset() == 0);
        assertThat(receipts.stream().map(Appended::duplicates)).containsExactly(0, 1, 1, 1);
        assertThat(read()).containsExactly(0);
    }

    @Test
    void nothingCanBeAppendedInATransactionThatIsMarkedForRollback() throws Exception {
        jta.rolledBack(() -> {
            jta.userTransaction().setRollbackOnly();
            assertThatIllegalStateException()
                    .isThrownBy(() -> log.append(stream, event(0)))
                    .withMessageContaining("marked for rollback");
            assertThatIllegalStateException().isThrownBy(() -> log.lockAndAppend(Append.to(stream, event(0))));
            return null;
        });

        assertThat(log.stream(stream)).isEmpty();
    }

    /** As a persistence provider may that flushes before the completion, and calls an entity's listeners then. */
    @Test
    void whatIsAppendedWhileTheTransactionCompletesIsInIt() throws Exception {
        jta.inTransaction(() -> {
            log.append(stream, event(0));
            jta.registry().registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    log.append(stream, event(1));
                }

                @Override
                public void afterCompletion(int status) {
                    // Nothing is left to be done.
                }
            });
            return null;
        });

        assertThat(read()).containsExactly(0, 1);
        assertThat(told).containsExactly(stream + "@1");
    }

    @Test
    void lateAppendsToTheSameStreamsInAnyOrderDoNotDeadlock() throws Exception {
        int rounds = 40;
        List<String> names = java.util.stream.IntStream.range(0, rounds)
                .mapToObj(i -> newStream())
                .toList();
        // Streams of the second half come into being while both race for them.
        names.subList(0, rounds / 2).forEach(name -> {
            log.append(name + "-a", event(0));
            log.append(name + "-b", event(0));
        });

        Concurrently.all(2, thread -> () -> {
            for (String name : names) {
                jta.inTransaction(() -> {
                    log.append(name + (thread == 0 ? "-a" : "-b"), event(1));
                    return log.append(name + (thread == 0 ? "-b" : "-a"), event(1));
                });
            }
            return null;
        });

        for (String name : names) {
            long head = names.indexOf(name) < rounds / 2 ? 2 : 1;
            assertThat(log.heads(List.of(name + "-a", name + "-b")).values()).containsExactly(head, head);
        }
    }

    @Test
    void earlyLocksInOppositeOrderEndInAFailureThatRunningTheTransactionAgainMends() throws Exception {
        String other = newStream();
        var bothHoldOne = new CyclicBarrier(2);
        List<Integer> tries = Concurrently.all(2, thread -> () -> {
            String first = thread == 0 ? stream : other;
            String second = thread == 0 ? other : stream;
            for (int attempt = 1; true; attempt++) {
                boolean meet = attempt == 1;
                try {
                    jta.inTransaction(() -> {
                        log.lockAndAppend(Append.to(first, event(thread)));
                        if (meet) {
                            bothHoldOne.await(20, TimeUnit.SECONDS);
                        }
                        return log.lockAndAppend(Append.to(second, event(thread)));
                    });
                    return attempt;
                } catch (EventLogUnavailableException e) {
                    assertThat(e)
                            .hasMessageContaining("deadlock")
                            .hasMessageContaining("run the whole transaction again");
                    assertThat(InfrastructureFailures.isInfrastructure(e)).isTrue();
                }
            }
        });

        assertThat(tries).containsExactlyInAnyOrder(1, 2);
        assertThat(read()).containsExactlyInAnyOrder(0, 1);
        assertThat(log.heads(List.of(stream, other)).values()).containsExactly(1L, 1L);
    }

    @Test
    void anEarlyWriterInOrderOfNameAndALateOneDoNotDeadlockOverANewStream() throws Exception {
        String first = stream + "-a";
        String second = stream + "-b";
        log.append(second, event(0));

        Future<Appended> late = jta.inTransaction(() -> {
            log.lockAndAppend(Append.to(first, event(0)));
            Future<Appended> other = concurrently.start(() -> jta.inTransaction(() -> {
                log.append(first, event(1));
                return log.append(second, event(2));
            }));
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> other.get(300, TimeUnit.MILLISECONDS));
            log.lockAndAppend(Append.to(second, event(1)));
            return other;
        });

        assertThat(Concurrently.await(late).firstOffset()).isEqualTo(2);
    }

    @Test
    void listenersAreToldOnceAfterTheCommitThoughAnotherOneThrows() throws Exception {
        String other = newStream();
        log.append(stream, event(0));
        assertThat(told).containsExactly(stream + "@0");

        jta.inTransaction(() -> {
            log.append(stream, event(1), event(2));
            log.lockAndAppend(Append.to(other, event(0)));
            log.append(stream, event(3));
            assertThat(told).hasSize(1);
            return null;
        });
        assertThat(told).containsExactlyInAnyOrder(stream + "@0", stream + "@3", other + "@0");

        jta.rolledBack(() -> log.lockAndAppend(Append.to(stream, event(9))));
        assertThat(told).hasSize(3);
    }

    @Test
    void aListenerFindsWhatItIsToldOf() throws Exception {
        Queue<Long> found = new ConcurrentLinkedQueue<>();
        var holder = new StoredEventLog[1];
        holder[0] = environment()
                .newLog((s, head) -> found.add(elsewhereUnchecked(
                        () -> holder[0].stream(s).orElseThrow().head())));

        holder[0].append(stream, event(0));
        jta.inTransaction(() -> holder[0].append(stream, event(1)));

        assertThat(found).containsExactly(0L, 1L);
    }

    private List<Integer> read() {
        return numbers(log.read(stream, 0, 1000).events());
    }

    /** On a thread without a transaction. */
    private <T> T elsewhere(java.util.concurrent.Callable<T> work) throws Exception {
        return Concurrently.await(concurrently.start(work));
    }

    private <T> T elsewhereUnchecked(java.util.concurrent.Callable<T> work) {
        try {
            return elsewhere(work);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
