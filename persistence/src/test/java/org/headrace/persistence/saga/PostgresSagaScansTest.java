package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.headrace.persistence.testing.UnanalysedTables;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What sagas do costs as much as they are, however many there have been and though nobody has analysed the tables yet. */
class PostgresSagaScansTest {

    private static final int PAST = 20_000;
    private static final int WAITING = 4_000;
    private static final Kind KIND = new Kind("test", 1, "");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SagaStoreEnvironment environment = SagaStoreEnvironment.postgres();
    private final UnanalysedTables tables = new UnanalysedTables(
            environment.database(),
            environment.jta(),
            "saga_states",
            "saga_work",
            "saga_signals",
            "saga_step_log",
            "saga_log_queue");

    @BeforeEach
    void fill() {
        SagaRecord saga = SagaRecords.plain();
        environment.states().save(saga);
        execute("INSERT INTO saga_states SELECT (r).* FROM (SELECT jsonb_populate_record(s,"
                + " jsonb_build_object('saga_id', 's-' || n)) AS r FROM saga_states s, generate_series(1, " + PAST
                + ") AS n) AS many");
        execute("INSERT INTO saga_work (saga_id, saga_name, definition_version, definition_hash, ready_at)"
                + " SELECT saga_id, 'test', 1, '', now() FROM saga_states LIMIT " + WAITING);
        execute("INSERT INTO saga_step_log (saga_id, saga_name, correlation_id, status, at, state)"
                + " SELECT saga_id, 'test', saga_id, 'STARTED', now(), 0 FROM saga_states");
        execute("INSERT INTO saga_log_queue SELECT sequence FROM saga_step_log ORDER BY sequence DESC LIMIT "
                + WAITING);
    }

    private void execute(String sql) {
        environment.database().execute(sql);
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void whatIsTakenOfTheLogIsLookedUp() throws Exception {
        assertThat(tables.rowsReadInSequence(() -> environment.log().take(WAITING / UnanalysedTables.TIMES)))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void whatIsClaimedAndHeldIsLookedUp(int sagas) throws Exception {
        UUID node = environment.node(Duration.ofMinutes(5));
        assertThat(tables.rowsReadInSequence(() -> {
                    List<Claim> claims = environment.work().claim(node, List.of(KIND), List.of(), sagas);
                    assertThat(claims).hasSize(sagas);
                    assertThat(environment.work().holdAll(claims, LIMIT)).hasSize(sagas);
                    for (Claim claim : claims) {
                        assertThat(environment.work().hold(claim, LIMIT)).isPresent();
                        environment.work().giveBack(claim, Duration.ofDays(1));
                    }
                    environment
                            .work()
                            .removeAll(claims.stream().map(Claim::sagaId).toList());
                    return claims;
                }))
                .isZero();
    }
}
