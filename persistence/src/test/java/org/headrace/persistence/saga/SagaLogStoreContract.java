package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaHappenings.ofStep;
import static org.headrace.persistence.saga.SagaRecords.TIME;
import static org.headrace.persistence.saga.SagaRecords.plain;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.operator.Operator;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaHappening.Runner;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaLogStore;
import org.headrace.saga.spi.SagaRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store of what happened holds to. */
abstract class SagaLogStoreContract {

    private static final int ALL = 10_000;

    private final SagaRecord saga = plain();

    abstract SagaStoreEnvironment environment();

    private SagaLogStore log() {
        return environment().log();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    @BeforeEach
    void takeWhatOtherTestsHaveLeft() throws Exception {
        take(ALL);
    }

    @Test
    void everyFieldComesBackAsItWasAdded() throws Exception {
        SagaHappening bare = new SagaHappening(
                0, saga.saga(), SagaHappening.Type.STARTED, TIME, SagaState.NOT_STARTED, null, null, null, null, "");
        SagaHappening full = new SagaHappening(
                0,
                saga.saga(),
                SagaHappening.Type.STEP_FAILED,
                TIME.plusSeconds(1),
                SagaState.COMPENSATING,
                new SagaHappening.Try("Pay \u00fc", Direction.COMPENSATE, 3, "s:pay:compensate"),
                "no\nmoney \ud83d\ude00",
                new Operator("ada", "why not"),
                new Runner("node-1", Long.MAX_VALUE),
                "with, {\"all\"}");
        log().add(List.of(bare, full));

        List<SagaHappening> read = log().of(saga.id(), 0, ALL);

        assertThat(read)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("sequence")
                .containsExactly(bare, full);
        assertThat(take(ALL)).isEqualTo(read);
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeComesBack(SagaHappening.Type type) {
        log().add(List.of(SagaHappenings.of(saga, type)));
        assertThat(log().of(saga.id(), 0, ALL)).extracting(SagaHappening::type).containsExactly(type);
    }

    @Test
    void foreignTextsMayHoldAnyCharacterAndTimesAreKeptToTheMicrosecond() {
        log().add(List.of(new SagaHappening(
                0,
                saga.saga(),
                SagaHappening.Type.FAILED,
                TIME.plusNanos(999),
                SagaState.FAILED,
                null,
                "a\0",
                new Operator("b\0", "c\0"),
                null,
                "d\0")));

        SagaHappening read = log().of(saga.id(), 0, ALL).get(0);

        assertThat(read.at()).isEqualTo(TIME);
        assertThat(read.error()).isEqualTo("a\ufffd");
        assertThat(read.by()).isEqualTo(new Operator("b\ufffd", "c\ufffd"));
        assertThat(read.detail()).isEqualTo("d\ufffd");
        assertThat(log().of("nul \0", 0, ALL)).isEmpty();
    }

    @Test
    void aLogIsReadInOrderPageByPage() {
        SagaRecord other = plain();
        log().add(List.of());
        log().add(List.of(told(saga, "0"), told(other, "x"), told(saga, "1")));
        for (int i = 2; i < 25; i++) {
            log().add(List.of(told(saga, Integer.toString(i))));
        }

        List<SagaHappening> paged = new ArrayList<>();
        List<SagaHappening> page = log().of(saga.id(), 0, 10);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = log().of(saga.id(), page.get(page.size() - 1).sequence(), 10);
        }

        assertThat(details(paged)).hasSize(25).isEqualTo(numbers(25));
        assertThat(paged).extracting(SagaHappening::sequence).isSorted().doesNotHaveDuplicates();
        assertThat(details(log().of(other.id(), 0, ALL))).containsExactly("x");
    }

    @Test
    void sequencesRiseInTheOrderOfAList() throws Exception {
        SagaRecord other = plain();
        List<SagaHappening> added = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            added.add(told(i % 2 == 0 ? saga : other, Integer.toString(i)));
        }
        log().add(added);

        assertThat(details(take(ALL))).isEqualTo(numbers(300));
    }

    @Test
    void aStepCompletesOnceInEachDirection() throws Exception {
        log().add(List.of(completed("Pay", Direction.EXECUTE)));
        log().add(List.of(
                completed("Pay", Direction.COMPENSATE),
                completed("Ship", Direction.EXECUTE),
                ofStep(saga, SagaHappening.Type.STEP_FAILED, "Pay", Direction.EXECUTE),
                ofStep(saga, SagaHappening.Type.STEP_FAILED, "Pay", Direction.EXECUTE),
                ofStep(plain(), SagaHappening.Type.STEP_COMPLETED, "Pay", Direction.EXECUTE)));
        int before = log().of(saga.id(), 0, ALL).size();

        for (Direction direction : Direction.values()) {
            assertThatThrownBy(() -> log().add(List.of(told(saga, "before"), completed("Pay", direction))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(saga.id(), "Pay", direction.label());
        }
        assertThatThrownBy(() -> jta().inTransaction(() -> {
                    log().add(List.of(told(saga, "in a transaction")));
                    log().add(List.of(completed("Ship", Direction.EXECUTE)));
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Ship");
        assertThatThrownBy(() ->
                        log().add(List.of(completed("Pack", Direction.EXECUTE), completed("Pack", Direction.EXECUTE))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(log().of(saga.id(), 0, ALL)).hasSize(before);
    }

    @Test
    void ofTwoWhoCompleteAStepAtOnceOneIsRefused() throws Exception {
        for (int round = 0; round < 30; round++) {
            SagaHappening step = ofStep(plain(), SagaHappening.Type.STEP_COMPLETED, "Pay", Direction.EXECUTE);

            List<Boolean> added = Concurrently.all(2, i -> () -> {
                try {
                    return jta().inTransaction(() -> {
                        log().add(List.of(step));
                        return true;
                    });
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageContaining("Pay");
                    return false;
                }
            });

            assertThat(added).containsExactlyInAnyOrder(true, false);
            assertThat(log().of(step.saga().id(), 0, ALL)).hasSize(1);
        }
    }

    @Test
    void aRollbackTellsNothing() throws Exception {
        jta().rolledBack(() -> {
            log().add(List.of(completed("Pay", Direction.EXECUTE)));
            assertThat(log().of(saga.id(), 0, ALL)).hasSize(1);
            assertThat(elsewhere(() -> log().of(saga.id(), 0, ALL))).isEmpty();
            return null;
        });

        assertThat(log().of(saga.id(), 0, ALL)).isEmpty();
        assertThat(take(ALL)).isEmpty();
        log().add(List.of(completed("Pay", Direction.EXECUTE)));
        assertThat(take(ALL)).hasSize(1);
    }

    @Test
    void eachIsTakenOnceAndInOrder() throws Exception {
        log().add(List.of(told(saga, "0"), told(saga, "1"), told(saga, "2")));
        log().add(List.of(told(saga, "3")));

        assertThat(details(take(3))).containsExactly("0", "1", "2");
        assertThat(details(take(3))).containsExactly("3");
        assertThat(take(3)).isEmpty();
        assertThat(log().of(saga.id(), 0, ALL)).hasSize(4);
    }

    @Test
    void whatIsTakenAndRolledBackIsTakenAgain() throws Exception {
        log().add(List.of(told(saga, "0"), told(saga, "1")));
        jta().rolledBack(() -> {
            assertThat(log().take(1)).hasSize(1);
            assertThat(log().take(1)).hasSize(1);
            assertThat(log().take(1)).isEmpty();
            return null;
        });

        assertThat(details(take(ALL))).containsExactly("0", "1");
    }

    @Test
    void whoeverTakesWhileAnotherDoesWaitsForIt() throws Exception {
        for (boolean commits : new boolean[] {true, false}) {
            take(ALL);
            log().add(List.of(told(saga, "0"), told(saga, "1"), told(saga, "2")));
            var waiter = new AtomicReference<Thread>();
            try (var others = new Concurrently()) {
                var second = new AtomicReference<Future<List<SagaHappening>>>();
                var first = new AtomicReference<List<SagaHappening>>();
                taking(commits, () -> {
                    first.set(log().take(2));
                    second.set(others.start(() -> {
                        waiter.set(Thread.currentThread());
                        return take(2);
                    }));
                    environment().awaitBlocked(waiter);
                    assertThat(second.get()).isNotDone();
                });

                assertThat(details(first.get())).containsExactly("0", "1");
                assertThat(details(Concurrently.await(second.get())))
                        .isEqualTo(commits ? List.of("2") : List.of("0", "1"));
            }
        }
    }

    @Test
    void manyWhoTakeWhileOthersAddGetEachOnceAndEachSagasInOrder() throws Exception {
        List<SagaRecord> sagas = List.of(plain(), plain(), plain());
        List<List<SagaHappening>> taken = Concurrently.all(5, i -> () -> {
            List<SagaHappening> mine = new ArrayList<>();
            for (int round = 0; round < 40; round++) {
                if (i < 3) {
                    String detail = Integer.toString(round);
                    jta().inTransaction(() -> {
                        log().add(List.of(told(sagas.get(i), detail)));
                        return null;
                    });
                } else {
                    mine.addAll(take(4));
                }
            }
            return mine;
        });

        List<SagaHappening> all =
                new ArrayList<>(taken.stream().flatMap(List::stream).toList());
        all.addAll(take(ALL));
        assertThat(all).doesNotHaveDuplicates().hasSize(120);
        for (List<SagaHappening> mine : taken) {
            for (SagaRecord each : sagas) {
                assertThat(mine.stream()
                                .filter(it -> it.saga().equals(each.saga()))
                                .map(SagaHappening::sequence))
                        .isSorted();
            }
        }
    }

    private void taking(boolean commits, ThrowingRunnable work) throws Exception {
        if (commits) {
            jta().inTransaction(() -> {
                work.run();
                return null;
            });
        } else {
            jta().rolledBack(() -> {
                work.run();
                return null;
            });
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    private List<SagaHappening> take(int limit) throws Exception {
        return jta().inTransaction(() -> log().take(limit));
    }

    private SagaHappening completed(String step, Direction direction) {
        return ofStep(saga, SagaHappening.Type.STEP_COMPLETED, step, direction);
    }

    private static SagaHappening told(SagaRecord saga, String detail) {
        return new SagaHappening(
                0, saga.saga(), SagaHappening.Type.EDITED, TIME, SagaState.RUNNING, null, null, null, null, detail);
    }

    private static List<String> details(List<SagaHappening> happenings) {
        return happenings.stream().map(SagaHappening::detail).toList();
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Integer.toString(i));
        }
        return numbers;
    }
}
