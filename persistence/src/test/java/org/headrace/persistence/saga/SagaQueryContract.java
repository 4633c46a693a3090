package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaRecords.TIME;
import static org.headrace.persistence.saga.SagaRecords.inState;
import static org.headrace.persistence.saga.SagaRecords.startedAt;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaQuery.Started;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaStateStore.Page;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store of states holds to when several sagas are looked for. */
abstract class SagaQueryContract {

    abstract SagaStoreEnvironment environment();

    private SagaStateStore states() {
        return environment().states();
    }

    @Test
    void sagasOfOneCorrelationIdComeTheNewestFirst() throws Exception {
        String correlationId = UUID.randomUUID().toString();
        SagaRecord second = saved(startedAt(correlationId, TIME.plusNanos(1000)));
        SagaRecord first = saved(startedAt(correlationId, TIME));
        SagaRecord third = saved(startedAt(correlationId, TIME.plusSeconds(1)));
        saved(startedAt(correlationId + "x", TIME));

        assertThat(states().findByCorrelationId(correlationId)).containsExactly(third, second, first);
        assertThat(states().find(SagaQuery.ALL.correlatedBy(correlationId)).sagas())
                .containsExactly(third, second, first);
        assertThat(environment().jta().inTransaction(() -> states().findByCorrelationId(correlationId)))
                .containsExactly(third, second, first);
    }

    @Test
    void sagasAreFoundByTheirState() {
        SagaRecord older = saved(inState(startedAt("c", TIME), SagaState.FAILED));
        SagaRecord newer = saved(inState(startedAt("c", TIME.plusSeconds(1)), SagaState.FAILED));
        SagaRecord other = saved(inState(startedAt("c", TIME), SagaState.COMPENSATED));

        assertThat(states().findByState(SagaState.FAILED))
                .containsSubsequence(newer, older)
                .doesNotContain(other);
        assertThat(states().find(SagaQuery.ALL.inState(SagaState.FAILED)).sagas())
                .containsSubsequence(newer, older)
                .doesNotContain(other);

        saved(inState(older, SagaState.COMPENSATING));

        assertThat(states().findByState(SagaState.FAILED)).contains(newer).doesNotContain(older);
    }

    @Test
    void criteriaAreCombined() {
        String correlationId = UUID.randomUUID().toString();
        SagaRecord running = saved(inState(startedAt(correlationId, TIME), SagaState.RUNNING));
        saved(startedAt(correlationId, TIME));

        var query = new SagaQuery(SagaState.RUNNING, correlationId, "order", Started.EVER, 10, null);

        assertThat(states().find(query)).isEqualTo(new Page(List.of(running), null));
        assertThat(states().find(new SagaQuery(SagaState.RUNNING, correlationId, "other", Started.EVER, 10, null))
                        .sagas())
                .isEmpty();
        assertThat(states().find(new SagaQuery(null, "nul \0", null, Started.EVER, 10, null))
                        .sagas())
                .isEmpty();
        assertThat(states().find(new SagaQuery(null, null, "nul \0", Started.EVER, 10, null))
                        .sagas())
                .isEmpty();
    }

    @Test
    void pagesOfSagasStartedAtOneTimeAreCompleteAndWithoutDuplicates() {
        String correlationId = UUID.randomUUID().toString();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            ids.add(saved(startedAt(correlationId, TIME)).id());
        }
        SagaRecord newest = saved(startedAt(correlationId, TIME.plusNanos(1000)));
        SagaRecord oldest = saved(startedAt(correlationId, TIME.minusNanos(1000)));

        List<String> paged = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = null;
        do {
            Page page = states().find(new SagaQuery(null, correlationId, null, Started.EVER, 9, cursor));
            sizes.add(page.sagas().size());
            page.sagas().forEach(saga -> paged.add(saga.id()));
            // Whoever comes in between is newer, and moves no page.
            saved(startedAt(correlationId, TIME.plusSeconds(1)));
            cursor = page.next();
        } while (cursor != null);

        assertThat(sizes).containsExactly(9, 9, 9);
        assertThat(paged).startsWith(newest.id()).endsWith(oldest.id());
        assertThat(paged.subList(1, 26))
                .containsExactlyInAnyOrderElementsOf(ids)
                .isSorted();
    }

    @Test
    void sagasAreFoundByWhenTheyWereStarted() {
        String correlationId = UUID.randomUUID().toString();
        SagaRecord first = saved(startedAt(correlationId, TIME));
        SagaRecord second = saved(startedAt(correlationId, TIME.plusNanos(1000)));
        SagaRecord third = saved(startedAt(correlationId, TIME.plusNanos(2000)));

        assertThat(startedWithin(correlationId, TIME, TIME.plusNanos(2000))).containsExactly(second, first);
        assertThat(startedWithin(correlationId, TIME.plusNanos(1000), null)).containsExactly(third, second);
        assertThat(startedWithin(correlationId, null, TIME.plusNanos(1000))).containsExactly(first);
        assertThat(startedWithin(correlationId, TIME, TIME)).isEmpty();
        assertThat(startedWithin(correlationId, Instant.MIN, Instant.MAX)).containsExactly(third, second, first);
        assertThat(startedWithin(correlationId, Instant.MAX, null)).isEmpty();
        assertThat(startedWithin(correlationId, null, Instant.MIN)).isEmpty();
    }

    @Test
    void timesBetweenTwoMicrosecondsAreNotRounded() {
        String correlationId = UUID.randomUUID().toString();
        SagaRecord first = saved(startedAt(correlationId, TIME));
        SagaRecord second = saved(startedAt(correlationId, TIME.plusNanos(1000)));

        for (int nanos : new int[] {1, 999}) {
            assertThat(startedWithin(correlationId, TIME.plusNanos(nanos), null))
                    .containsExactly(second);
            assertThat(startedWithin(correlationId, null, TIME.plusNanos(nanos)))
                    .containsExactly(first);
        }
    }

    @Test
    void pagesOfAStretchOfTimeAreCompleteAndWithoutDuplicates() {
        String correlationId = UUID.randomUUID().toString();
        List<SagaRecord> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(0, saved(startedAt(correlationId, TIME.plusSeconds(i))));
        }
        var started = new Started(TIME.plusSeconds(2), TIME.plusSeconds(10));

        List<SagaRecord> paged = new ArrayList<>();
        String cursor = null;
        do {
            Page page = states().find(new SagaQuery(null, correlationId, "order", started, 3, cursor));
            paged.addAll(page.sagas());
            cursor = page.next();
        } while (cursor != null);

        assertThat(paged).containsExactlyElementsOf(all.subList(2, 10));
    }

    private List<SagaRecord> startedWithin(String correlationId, @Nullable Instant from, @Nullable Instant before) {
        return states().find(SagaQuery.ALL.correlatedBy(correlationId).startedWithin(new Started(from, before)))
                .sagas();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "yesterday",
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00Z nul \0",
                "+999999999-12-31T23:59:59Z id",
                "-999999999-01-01T00:00:00Z id"
            })
    void aCursorThatIsNoneOfOursIsRefused(String decoded) {
        String encoded =
                Base64.getUrlEncoder().withoutPadding().encodeToString(decoded.getBytes(StandardCharsets.UTF_8));
        for (String cursor : List.of(decoded, encoded)) {
            assertThatThrownBy(() -> states().find(new SagaQuery(null, null, null, Started.EVER, 10, cursor)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("cursor: ");
        }
    }

    private SagaRecord saved(SagaRecord saga) {
        states().save(saga);
        return saga;
    }
}
