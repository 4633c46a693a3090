package org.headrace.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.it.container.ContainerSql.execute;
import static org.headrace.it.container.ContainerSql.number;

import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaOrchestrator;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaRegistry;
import org.headrace.saga.SagaStart;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaSteps;
import org.headrace.stream.EventLog;
import org.junit.jupiter.api.Test;

/** What only a container shows of sagas. */
public abstract class SagasInContainerContract {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    @Inject
    EventLog log;

    @Inject
    SagaOrchestrator sagas;

    @Inject
    SagaRegistry sagaRegistry;

    @Inject
    UserTransaction transaction;

    private final String id = "G-" + UUID.randomUUID();

    @Test
    void sagasOfEveryModuleAreFoundAndRun() {
        for (String module : List.of("a-library", "an-ejb-jar", "the-war")) {
            SagaStatus status = ended(start("saga-in-" + module, SagaData.of("id", id + module)));

            assertThat(status.progress().state()).as(module).isEqualTo(SagaState.COMPLETED);
        }
    }

    @Test
    void whatAStepWritesByJpaByJdbcAndToTheLogCommitsWithTheSagasState() {
        SagaStatus status = ended(start("saga-in-a-library", SagaData.of("id", id)));

        assertThat(status.progress().state()).isEqualTo(SagaState.COMPLETED);
        assertThat(written()).isEqualTo(2);
        assertThat(log.read(id, 0, 10).events()).hasSize(1);
        assertThat(status.data().get("backend", Integer.class)).isPositive();
    }

    @Test
    void whatAFailedStepHasWrittenIsGone() {
        SagaStatus status =
                ended(start("saga-in-a-library", SagaData.of("id", id).with("fails", true)));

        assertThat(status.progress().state()).isEqualTo(SagaState.COMPENSATED);
        assertThat(status.failure()).isNotNull();
        assertThat(status.failure().error()).isEqualTo("told so");
        assertThat(written()).isZero();
        assertThat(log.stream(id)).isEmpty();
    }

    @Test
    void aStartBelongsToTheCallersTransaction() throws Exception {
        transaction.begin();
        String undone = start("saga-in-a-library", SagaData.of("id", id));
        transaction.rollback();
        assertThat(sagas.find(SagaQuery.ALL.correlatedBy(undone)).sagas()).isEmpty();

        transaction.begin();
        String done = start("saga-in-a-library", SagaData.of("id", id));
        assertThat(written()).isZero();
        transaction.commit();

        assertThat(ended(done).progress().state()).isEqualTo(SagaState.COMPLETED);
        assertThat(written()).isEqualTo(2);
    }

    /** Nothing in this server hears of it but the timer that asks the store. */
    @Test
    void aSagaThatAnotherNodeStoredIsFoundByTheTimer() {
        ended(start("saga-in-a-library", SagaData.of("id", id)));
        String other = UUID.randomUUID().toString();

        execute("INSERT INTO saga_states (saga_id, correlation_id, saga_name, state, current_step, total_steps, data)"
                + " VALUES ('" + other + "', '" + other + "', 'saga-in-a-library', 0, 0, 1, '{\"id\":\"" + id
                + "-other\"}');"
                + "INSERT INTO saga_work (saga_id, saga_name, definition_version, ready_at)"
                + " VALUES ('" + other + "', 'saga-in-a-library', 1, now())");

        assertThat(ended(other).progress().state()).isEqualTo(SagaState.COMPLETED);
    }

    @Test
    void aSagaRegisteredAtRunTimeIsRetriedAndCompensatedInReverse() {
        var failures = new AtomicInteger();
        List<String> told = new CopyOnWriteArrayList<>();
        sagaRegistry.register(new SagaDefinition() {
            @Override
            public String name() {
                return id;
            }

            @Override
            public SagaSteps steps() {
                return SagaSteps.first("A", c -> told.add("+A"))
                        .compensatedBy(c -> told.add("-A"))
                        .then("B", c -> {
                            if (failures.incrementAndGet() == 1) {
                                throw new IllegalStateException("once");
                            }
                            told.add("+B");
                        })
                        .compensatedBy(c -> told.add("-B"))
                        .then("C", c -> {
                            throw new PermanentFailureException("enough");
                        });
            }
        });
        try {
            SagaStatus status = ended(start(id, SagaData.empty()));

            assertThat(status.progress().state()).isEqualTo(SagaState.COMPENSATED);
            assertThat(told).containsExactly("+A", "+B", "-B", "-A");
            assertThat(failures).hasValue(2);
        } finally {
            assertThat(sagaRegistry.unregister(id, 1)).isTrue();
        }
    }

    /** The server has rolled its transaction back by then, behind its back. */
    @Test
    void aStepThatWritesAfterItsTimeIsUpHasWrittenNothing() {
        var writes = new AtomicInteger();
        sagaRegistry.register(new SagaDefinition() {
            @Override
            public String name() {
                return id;
            }

            @Override
            public SagaSteps steps() {
                return SagaSteps.first("Late", c -> {
                            TimeUnit.MILLISECONDS.sleep(3_500);
                            writes.incrementAndGet();
                            UsersSaga.insert(id);
                        })
                        .within(Duration.ofSeconds(1))
                        .retrying(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));
            }
        });
        try {
            SagaStatus status = ended(start(id, SagaData.empty()));

            assertThat(status.progress().state()).isEqualTo(SagaState.COMPENSATED);
            assertThat(status.failure()).isNotNull();
            assertThat(status.failure().error()).contains("longer than PT1S");
            assertThat(writes).hasValue(1);
            assertThat(written()).isZero();
        } finally {
            assertThat(sagaRegistry.unregister(id, 1)).isTrue();
        }
    }

    private String start(String name, SagaData data) {
        return sagas.start(SagaStart.of(name, data)).sagaId();
    }

    private SagaStatus ended(String sagaId) {
        return Awaitility.await(sagaId).atMost(DEADLINE).until(() -> sagas.status(sagaId), status -> status.progress()
                .state()
                .isTerminal());
    }

    /** Rows of JDBC and of JPA. */
    private long written() {
        return number("SELECT (SELECT count(*) FROM container_rows WHERE stream = '" + id + "')"
                + " + (SELECT count(*) FROM users_rows WHERE id = '" + id + "')");
    }
}
