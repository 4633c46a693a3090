package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaRecords.TIME;
import static org.headrace.persistence.saga.SagaRecords.inState;
import static org.headrace.persistence.saga.SagaRecords.plain;
import static org.headrace.persistence.saga.SagaRecords.withBusinessKey;
import static org.headrace.persistence.saga.SagaRecords.withData;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStateException;
import org.headrace.saga.SagaStatus.Failure;
import org.headrace.saga.SagaStatus.Mark;
import org.headrace.saga.SagaStatus.Progress;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaRecord.Call;
import org.headrace.saga.spi.SagaRecord.Marks;
import org.headrace.saga.spi.SagaRecord.Origin;
import org.headrace.saga.spi.SagaRecord.Pending;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.trace.TraceContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store of states holds to when sagas are written and read by id or business key. */
abstract class SagaStateStoreContract {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final int ROUNDS = 50;

    abstract SagaStoreEnvironment environment();

    private SagaStateStore states() {
        return environment().states();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    @Test
    void aSagaThatWasNeverSavedIsAbsent() throws Exception {
        assertThat(states().load("never")).isEmpty();
        assertThat(states().load("nul \0")).isEmpty();
        assertThat(states().findByBusinessKey("order", "never")).isEmpty();
        assertThat(states().findByBusinessKey("order", "nul \0")).isEmpty();
        assertThat(states().findByCorrelationId("never")).isEmpty();
        assertThat(states().findByCorrelationId("nul \0")).isEmpty();
        assertThat(jta().inTransaction(() -> states().loadForUpdate("never"))).isEmpty();
        assertThat(jta().inTransaction(() -> states().loadForUpdate("nul \0"))).isEmpty();
    }

    @Test
    void everyFieldComesBackAsItWasSaved() throws Exception {
        SagaRecord bare = plain();
        SagaRecord full = full(bare);

        for (SagaRecord saga : List.of(bare, full, bare)) {
            states().save(saga);
            assertThat(states().load(saga.id())).contains(saga);
            assertThat(jta().inTransaction(() -> states().loadForUpdate(saga.id())))
                    .contains(saga);
        }
        for (SagaRecord saga : List.of(full, bare)) {
            jta().inTransaction(() -> {
                states().save(saga);
                return null;
            });
            assertThat(states().load(saga.id())).contains(saga);
        }
    }

    @Test
    void whatIsOutstandingComesBackOneByOneAndIsForgottenOneByOne() {
        SagaRecord saga = plain();
        for (Pending pending : List.of(
                Pending.NOTHING.withDeadline(TIME),
                Pending.NOTHING.withAwaitedUntil(TIME),
                Pending.NOTHING.withCall(new Call(7, TIME)),
                Pending.NOTHING.withDoubtful("Pay"),
                Pending.NOTHING)) {
            states().save(saga.withPending(pending));
            assertThat(states().load(saga.id()).orElseThrow().pending()).isEqualTo(pending);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateComesBack(SagaState state) {
        SagaRecord saga = inState(plain(), state);
        states().save(saga);
        assertThat(states().load(saga.id())).contains(saga);
    }

    @Test
    void theDataIsTheSameJsonIfNotTheSameText() throws Exception {
        String json = "{\"zz\": [1.50, -0.1, 1e3, true, null], \"a\":{\"b\":\"\u00fc \ud83d\ude00 \\n \\\"\"}}";
        SagaRecord saga = withData(plain(), json);

        List<JsonText> read = jta().inTransaction(() -> {
            states().save(saga);
            return List.of(
                    states().load(saga.id()).orElseThrow().data(),
                    states().loadForUpdate(saga.id()).orElseThrow().data());
        });

        JsonText committed = states().load(saga.id()).orElseThrow().data();
        assertThat(read).containsOnly(committed);
        assertThat(SagaData.of(committed).get("a", JsonText.class).text().replace(" ", ""))
                .isEqualTo("{\"b\":\"\u00fc\ud83d\ude00\\n\\\"\"}");
        assertThat(SagaData.of(committed).get("zz", JsonText.class).decode(Object[].class))
                .hasSize(5);
    }

    @Test
    void timesAreKeptToTheMicrosecond() {
        Instant nanos = TIME.plusNanos(999);
        SagaRecord saga = plain().withTimes(new Times(nanos, nanos, nanos))
                .withPause(new Mark(new Operator("ada", ""), nanos))
                .withCancellation(new Mark(new Operator("bob", ""), nanos))
                .withFailure(new Failure("error", 1, nanos))
                .withPending(new Pending(nanos, nanos, new Call(1, nanos), null));
        states().save(saga);

        SagaRecord read = states().load(saga.id()).orElseThrow();

        assertThat(read.times()).isEqualTo(new Times(TIME, TIME, TIME));
        assertThat(read.pause().at()).isEqualTo(TIME);
        assertThat(read.cancellation().at()).isEqualTo(TIME);
        assertThat(read.failure().nextAttemptAt()).isEqualTo(TIME);
        assertThat(read.pending()).isEqualTo(new Pending(TIME, TIME, new Call(1, TIME), null));
    }

    @Test
    void foreignTextsMayHoldAnyCharacter() {
        SagaRecord saga = plain().withPause(new Mark(new Operator("a\0", "b\0"), TIME))
                .withCancellation(new Mark(new Operator("c\0", "d\0"), TIME))
                .withFailure(new Failure("e\0", 1, null));
        states().save(saga);

        SagaRecord read = states().load(saga.id()).orElseThrow();

        assertThat(read.pause().by()).isEqualTo(new Operator("a\ufffd", "b\ufffd"));
        assertThat(read.cancellation().by()).isEqualTo(new Operator("c\ufffd", "d\ufffd"));
        assertThat(read.failure().error()).isEqualTo("e\ufffd");
    }

    @Test
    void aRollbackForgetsWhatWasSaved() throws Exception {
        SagaRecord old = plain();
        SagaRecord fresh = withBusinessKey("rolled back");
        states().save(old);

        jta().rolledBack(() -> {
            states().save(withData(old, "{\"a\": 1}"));
            states().save(fresh);
            assertThat(states().load(fresh.id())).contains(fresh);
            return null;
        });

        assertThat(states().load(old.id())).contains(old);
        assertThat(states().load(fresh.id())).isEmpty();
        assertThat(states().findByBusinessKey("order", "rolled back")).isEmpty();
        states().save(withBusinessKey("rolled back"));
    }

    @Test
    void whatIsSavedIsSeenWithinItsTransactionOnly() throws Exception {
        SagaRecord saga = withBusinessKey("seen");
        SagaRecord later = withData(saga, "{\"a\": 1}");
        states().save(saga);

        jta().inTransaction(() -> {
            states().save(later);
            assertThat(states().load(saga.id())).contains(later);
            assertThat(states().loadForUpdate(saga.id())).contains(later);
            assertThat(states().findByBusinessKey("order", "seen")).contains(later);
            assertThat(states().findByCorrelationId(saga.saga().correlationId()))
                    .containsExactly(later);
            assertThat(elsewhere(() -> states().load(saga.id()))).contains(saga);
            assertThat(elsewhere(() -> states().findByCorrelationId(saga.saga().correlationId())))
                    .containsExactly(saga);
            return null;
        });

        assertThat(states().load(saga.id())).contains(later);
    }

    @Test
    void aLoadInATransactionSeesWhatOthersHaveCommittedSinceTheLast() throws Exception {
        SagaRecord saga = plain();
        SagaRecord later = withData(saga, "{\"a\": 1}");
        SagaRecord latest = withData(saga, "{\"a\": 2}");
        states().save(saga);

        jta().inTransaction(() -> {
            assertThat(states().load(saga.id())).contains(saga);
            elsewhere(() -> saved(later));
            assertThat(states().load(saga.id())).contains(later);
            elsewhere(() -> saved(latest));
            assertThat(states().loadForUpdate(saga.id())).contains(latest);
            assertThat(states().load(saga.id())).contains(latest);
            return null;
        });
    }

    @Test
    void theLastOneToCommitWinsWhateverItHadReadBefore() throws Exception {
        SagaRecord saga = plain();
        states().save(saga);

        jta().inTransaction(() -> {
            assertThat(states().load(saga.id())).contains(saga);
            assertThat(states().findByCorrelationId(saga.saga().correlationId()))
                    .containsExactly(saga);
            elsewhere(() -> saved(withData(saga, "{\"a\": 1}")));
            states().save(withData(saga, "{\"a\": 2}"));
            return null;
        });

        assertThat(states().load(saga.id())).contains(withData(saga, "{\"a\": 2}"));
    }

    @Test
    void aLockedLoadWaitsForTheOtherTransactionAndSeesItsCommit() throws Exception {
        SagaRecord saga = plain();
        SagaRecord later = withData(saga, "{\"a\": 1}");
        states().save(saga);
        var waiter = new AtomicReference<Thread>();
        try (var others = new Concurrently()) {
            Future<SagaRecord> second = jta().inTransaction(() -> {
                states().loadForUpdate(saga.id());
                Future<SagaRecord> waiting = others.start(() -> jta().inTransaction(() -> {
                    assertThat(states().load(saga.id())).contains(saga);
                    waiter.set(Thread.currentThread());
                    return states().loadForUpdate(saga.id()).orElseThrow();
                }));
                environment().awaitBlocked(waiter);
                assertThat(waiting).isNotDone();
                states().save(later);
                return waiting;
            });

            assertThat(Concurrently.await(second)).isEqualTo(later);
        }
    }

    @Test
    void noUpdateUnderALockIsLost() throws Exception {
        SagaRecord saga = withData(plain(), "{\"n\": 0}");
        states().save(saga);

        Concurrently.all(4, i -> () -> {
            for (int round = 0; round < 25; round++) {
                jta().inTransaction(() -> {
                    states().load(saga.id());
                    SagaRecord read = states().loadForUpdate(saga.id()).orElseThrow();
                    SagaData data = SagaData.of(read.data());
                    return saved(read.withData(
                            data.with("n", data.get("n", Integer.class) + 1).toJson()));
                });
            }
            return null;
        });

        SagaData data = SagaData.of(states().load(saga.id()).orElseThrow().data());
        assertThat(data.get("n", Integer.class)).isEqualTo(100);
    }

    @Test
    void aLockNeedsATransaction() {
        assertThatThrownBy(() -> states().replace(plain(), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> states().loadForUpdate("any")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void twoWhoSaveTheSameNewSagaAtOnceBothSucceed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            SagaRecord saga = plain();
            Concurrently.all(
                    2, i -> () -> jta().inTransaction(() -> saved(withData(saga, "{\"by\": %d}".formatted(i)))));
            assertThat(states().load(saga.id()).orElseThrow().data().text()).matches("\\{\"by\": [01]}");
        }
    }

    @Test
    void whatIsKnownIsWrittenOver() throws Exception {
        SagaRecord saga = plain();
        Known first = states().add(saga);
        Known second = jta().inTransaction(() -> {
            Known once = states().replace(withData(saga, "{\"n\": 1}"), first.revision())
                    .orElseThrow();
            Known twice = states().replace(withData(saga, "{\"n\": 2}"), once.revision())
                    .orElseThrow();
            assertThat(states().look(saga.id())).contains(twice);
            assertThat(states().lock(saga.id())).contains(twice);
            return twice;
        });

        assertThat(first.saga()).isEqualTo(saga);
        assertThat(second.saga()).isEqualTo(withData(saga, "{\"n\": 2}"));
        assertThat(states().look(saga.id())).contains(second);
    }

    @Test
    void whatWasWrittenSinceIsNotWrittenOver() throws Exception {
        SagaRecord saga = plain();
        Known known = states().add(saga);
        states().save(withData(saga, "{\"by\": 1}"));

        // Refused without harm: the same transaction looks again.
        Known newest = jta().inTransaction(() -> {
            assertThat(states().replace(withData(saga, "{\"by\": 2}"), known.revision()))
                    .isEmpty();
            Known locked = states().lock(saga.id()).orElseThrow();
            assertThat(locked.saga()).isEqualTo(withData(saga, "{\"by\": 1}"));
            return states().replace(withData(saga, "{\"by\": 3}"), locked.revision())
                    .orElseThrow();
        });

        assertThat(states().look(saga.id())).contains(newest);
        assertThat(newest.saga()).isEqualTo(withData(saga, "{\"by\": 3}"));
        assertThat(jta().inTransaction(() -> states().replace(plain(), 0)))
                .as("never saved")
                .isEmpty();
    }

    @Test
    void whoWritesOverWhatIsKnownWaitsForWhoHasItLocked() throws Exception {
        SagaRecord saga = plain();
        Known known = states().add(saga);
        var waiter = new AtomicReference<Thread>();
        try (var others = new Concurrently()) {
            Future<Optional<Known>> second = jta().inTransaction(() -> {
                states().lock(saga.id());
                Future<Optional<Known>> waiting = others.start(() -> jta().inTransaction(() -> {
                    waiter.set(Thread.currentThread());
                    return states().replace(withData(saga, "{\"by\": 2}"), known.revision());
                }));
                environment().awaitBlocked(waiter);
                assertThat(waiting).isNotDone();
                states().save(withData(saga, "{\"by\": 1}"));
                return waiting;
            });

            assertThat(Concurrently.await(second)).isEmpty();
        }
        assertThat(states().load(saga.id())).contains(withData(saga, "{\"by\": 1}"));
    }

    @Test
    void whatIsThereIsNotAddedAgain() {
        SagaRecord saga = withBusinessKey("added");
        states().add(saga);

        assertThatThrownBy(() -> states().add(withBusinessKey("added"))).isInstanceOf(SagaStateException.class);
        assertThatThrownBy(() -> states().add(sameId(saga))).isInstanceOf(IllegalStateException.class);
        assertThat(states().load(saga.id())).contains(saga);
        assertThat(states().findByBusinessKey("order", "added")).contains(saga);
    }

    private static SagaRecord sameId(SagaRecord saga) {
        SagaRecord other = plain();
        return new SagaRecord(
                saga.saga(),
                other.origin(),
                other.progress(),
                other.data(),
                other.times(),
                other.marks(),
                other.failure(),
                other.pending());
    }

    @Test
    void aSagaIsFoundByItsNameAndBusinessKey() {
        SagaRecord saga = withBusinessKey("key \u00fc");
        states().save(saga);

        assertThat(states().findByBusinessKey("order", "key \u00fc")).contains(saga);
        assertThat(states().findByBusinessKey("orde", "rkey \u00fc")).isEmpty();
        assertThat(states().findByBusinessKey("other", "key \u00fc")).isEmpty();
    }

    @Test
    void aBusinessKeyBelongsToOneSaga() throws Exception {
        SagaRecord owner = withBusinessKey("owned");
        states().save(owner);
        states().save(owner);

        assertThatThrownBy(() -> states().save(withBusinessKey("owned")))
                .isInstanceOf(SagaStateException.class)
                .hasMessageContaining("owned");
        assertThatThrownBy(() -> jta().inTransaction(() -> saved(withBusinessKey("owned"))))
                .isInstanceOf(SagaStateException.class);
        assertThat(states().findByBusinessKey("order", "owned")).contains(owner);
        states().save(plain());
        states().save(plain());
    }

    @Test
    void ofTwoStartsUnderOneBusinessKeyExactlyOneFindsNothing() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String key = UUID.randomUUID().toString();

            List<Boolean> started = Concurrently.all(
                    3,
                    i -> () -> jta().inTransaction(() -> {
                        boolean isAbsent =
                                states().findByBusinessKey("order", key).isEmpty();
                        if (isAbsent) {
                            states().save(withBusinessKey(key));
                        }
                        return isAbsent;
                    }));

            assertThat(started).containsExactlyInAnyOrder(true, false, false);
        }
    }

    private boolean saved(SagaRecord saga) {
        states().save(saga);
        return true;
    }

    private static SagaRecord full(SagaRecord bare) {
        return new SagaRecord(
                bare.saga().in(TraceContext.parse(TRACE, "a=b").orElseThrow()),
                new Origin(7, "h", "k-" + bare.id(), "sha"),
                new Progress(SagaState.COMPENSATING, 2, 5, List.of("Reserve \u00fc", "Pay \"now\"")),
                JsonText.of("{\"n\": 1.50, \"s\": \"\u00e4 \ud83d\ude00 \\u0001\"}"),
                new Times(TIME, TIME.plusSeconds(1), TIME.plusSeconds(2)),
                new Marks(
                        new Mark(new Operator("ada", "stock-taking \ud83d\ude00"), TIME.plusSeconds(3)),
                        new Mark(new Operator("bob", ""), TIME.plusSeconds(4))),
                new Failure("no\nstock", 3, TIME.plusSeconds(5)),
                new Pending(TIME.plusSeconds(6), TIME.plusSeconds(7), new Call(8, TIME.plusSeconds(9)), "Pay \u00fc"));
    }
}
