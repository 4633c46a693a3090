package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.headrace.persistence.Jdbc;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Starting;
import org.headrace.spi.InfrastructureFailures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PostgresSagaStoresTest {

    private static SagaStoreEnvironment environment;

    @BeforeAll
    static void start() {
        environment = SagaStoreEnvironment.postgres();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @AfterEach
    void everyConnectionIsBackInThePool() {
        assertThat(environment.jta().connectionsInUse()).isZero();
    }

    @Nested
    class States extends SagaStateStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Queries extends SagaQueryContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Work extends SagaWorkStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }

        @Test
        void aNodeThatStandsStillInATransactionIsEndedAndItsSagaIsFree() {
            UUID other = environment.node(Duration.ofDays(1));
            Claim claim = work().addClaimed("stopped", new Kind("stopped", 1, ""), UUID.randomUUID());
            Duration idleLimit = Duration.ofSeconds(2);

            assertThatThrownBy(() -> environment.jta().inTransaction(() -> {
                        assertThat(work().hold(claim, idleLimit)).isPresent();
                        assertThat(elsewhere(() -> work().claimOne(other, "stopped")))
                                .isEmpty();
                        Awaitility.await("PostgreSQL ends it")
                                .until(() -> elsewhere(() -> work().claimOne(other, "stopped"))
                                        .isPresent());
                        return work().remove("stopped");
                    }))
                    .satisfies(e -> assertThat(InfrastructureFailures.isInfrastructure(e))
                            .isTrue());

            assertThat(work().remove("stopped")).isTrue();
        }

        @Test
        void theIdleLimitIsOfThatTransactionOnly() throws Exception {
            Claim claim = work().addClaimed("limited", new Kind("limited", 1, ""), UUID.randomUUID());
            var jdbc = new Jdbc(environment.jta().dataSource());
            Callable<String> limit = () -> jdbc.first(
                            "SHOW idle_in_transaction_session_timeout", statement -> {}, row -> row.getString(1))
                    .orElseThrow();

            assertThat(environment.jta().inTransaction(() -> {
                        work().hold(claim, Duration.ofSeconds(3));
                        return limit.call();
                    }))
                    .isEqualTo("3s");
            assertThat(limit.call()).isEqualTo("0");
            List<String> told = environment.jta().inTransaction(() -> {
                work().addClaimed("unlimited", new Kind("limited", 1, ""), UUID.randomUUID());
                String before = limit.call();
                work().addClaimed("limited-2", new Kind("limited", 1, ""), UUID.randomUUID(), Duration.ofSeconds(4));
                String after = limit.call();
                work().addClaimed("as-it-is", new Kind("limited", 1, ""), UUID.randomUUID());
                return List.of(before, after, limit.call());
            });
            assertThat(told).containsExactly("0", "4s", "4s");
            environment.jta().inTransaction(() -> work().limitIdling(Duration.ofSeconds(5)));
            assertThat(limit.call()).isEqualTo("0");
        }
    }

    @Nested
    class Log extends SagaLogStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Signals extends SagaSignalStoreContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Claims extends SagaClaimsContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }
    }

    @Nested
    class Groups extends SagaGroupsContract {
        @Override
        SagaStoreEnvironment environment() {
            return environment;
        }

        @Test
        void theIdleLimitIsOfTheTransactionThatAddsSeveral() throws Exception {
            var jdbc = new Jdbc(environment.jta().dataSource());
            var kind = new Kind("limited-together", 1, "");
            List<Starting> entries = List.of(
                    new Starting("together-1", kind, UUID.randomUUID()),
                    new Starting("together-2", kind, UUID.randomUUID()));

            String limit = environment.jta().inTransaction(() -> {
                environment.work().addAllClaimed(entries, Duration.ofSeconds(6));
                return jdbc.first("SHOW idle_in_transaction_session_timeout", statement -> {}, row -> row.getString(1))
                        .orElseThrow();
            });

            assertThat(limit).isEqualTo("6s");
        }
    }
}
