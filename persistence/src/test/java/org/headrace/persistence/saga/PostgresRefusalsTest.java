package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaRecords.plain;
import static org.headrace.persistence.saga.SagaRecords.withData;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.SagaState;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.spi.InfrastructureFailures;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL does not take, and what is said of it. */
class PostgresRefusalsTest {

    private final SagaStoreEnvironment environment = SagaStoreEnvironment.postgres(1);

    @AfterEach
    void close() {
        environment.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\": 1e200000}", "{\"n\": -1E+131072}", "{\"s\": \"\\u0000\"}", "{\"s\": \"\\udc00\"}"})
    void dataThatJsonbCannotHoldIsTheCallersMistake(String json) throws Exception {
        SagaRecord saga = plain().withData(JsonText.validated(json));

        assertThatThrownBy(() -> environment.states().save(saga))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("data: ")
                .satisfies(e ->
                        assertThat(InfrastructureFailures.isInfrastructure(e)).isFalse());
        assertThatThrownBy(() -> environment.jta().inTransaction(() -> {
                    environment.states().save(saga);
                    return null;
                }))
                .isInstanceOf(InvalidInputException.class);

        assertThat(environment.states().load(saga.id())).isEmpty();
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e200000", "{\"s\": \"\\u0000\"}", "[\"\\udc00\"]"})
    void aSignalThatNoSagaCouldKeepIsTheCallersMistake(String json) throws Exception {
        SagaSignal signal = signal(plain(), json);

        assertThatThrownBy(() -> environment.signals().add(signal))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("data: ");

        assertThat(environment.query("SELECT count(*) FROM saga_signals")).isZero();
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @Test
    void oneTransactionTakesOneConnectionForAllStores() throws Exception {
        SagaRecord saga = SagaRecords.withBusinessKey("one");
        var kind = new Kind("order", 1, "hash");

        environment.jta().inTransaction(() -> {
            environment.states().findByBusinessKey("order", "one");
            environment.states().save(saga);
            environment.work().addIfAbsent(saga.id(), kind);
            environment.log().add(List.of(SagaHappenings.of(saga, SagaHappening.Type.STARTED)));
            environment.signals().use(saga.id(), "paid");
            environment.states().save(withData(saga, "{\"a\": 1}"));
            return environment.work().tryLock(saga.id());
        });

        assertThat(environment.query("SELECT count(*) FROM saga_states JOIN saga_work USING (saga_id)"))
                .isOne();
        assertThat(environment.query("SELECT revision FROM saga_states")).isOne();
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @Test
    void aConnectionThatBreaksInATransactionIsAFailureOfTheInfrastructure() throws Exception {
        SagaRecord saga = plain();
        environment.states().save(saga);

        environment.jta().rolledBack(() -> {
            environment.states().loadForUpdate(saga.id());
            environment.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            assertUnavailable(() -> environment.states().save(withData(saga, "{\"a\": 1}")));
            return null;
        });

        assertThat(environment.states().load(saga.id())).contains(saga);
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @Test
    void aDatabaseThatIsGoneIsAFailureOfTheInfrastructure() {
        environment.states().save(plain());
        environment.database().close();

        assertEverythingUnavailable();
    }

    @Test
    void aPoolThatGivesNoConnectionIsAFailureOfTheInfrastructure() {
        environment.states().save(plain());
        environment.jta().close();

        assertEverythingUnavailable();
    }

    private static SagaSignal signal(SagaRecord saga, String json) {
        return new SagaSignal(saga.id(), "paid", JsonText.validated(json), null);
    }

    private void assertEverythingUnavailable() {
        SagaRecord saga = SagaRecords.withBusinessKey("gone");
        assertUnavailable(() -> environment.states().save(saga));
        assertUnavailable(() -> environment.states().load(saga.id()));
        assertUnavailable(() -> environment.states().findByBusinessKey("order", "gone"));
        assertUnavailable(() -> environment.states().findByCorrelationId("gone"));
        assertUnavailable(() -> environment.states().findByState(SagaState.RUNNING));
        assertUnavailable(() -> environment.states().find(SagaQuery.ALL));
        assertUnavailable(() -> environment.work().remove(saga.id()));
        assertUnavailable(() -> environment.work().now());
        assertUnavailable(() -> environment.work().hold(new Claim(saga.id(), 1), Duration.ofSeconds(1)));
        assertUnavailable(() -> environment.work().claim(UUID.randomUUID(), List.of(), List.of(), 1));
        assertUnavailable(() -> environment.log().add(List.of(SagaHappenings.of(saga, SagaHappening.Type.STARTED))));
        assertUnavailable(() -> environment.log().take(1));
        assertUnavailable(() -> environment.signals().add(signal(saga, "1")));
        assertUnavailable(() -> environment.signals().use(saga.id(), "paid"));
    }

    private static void assertUnavailable(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOf(EventLogUnavailableException.class)
                .satisfies(e ->
                        assertThat(InfrastructureFailures.isInfrastructure(e)).isTrue());
    }
}
