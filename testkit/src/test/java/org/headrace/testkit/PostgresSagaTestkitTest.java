package org.headrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.saga.Direction;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same over PostgreSQL, with steps that write rows. */
class PostgresSagaTestkitTest {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.empty();

    @RegisterExtension
    static final SagaTestkit sagas = SagaTestkit.over(TestDatabase.at(DATABASE.jdbcUrl()));

    private static final class Transfer implements SagaDefinition {

        private final DataSource withdrawals;
        private final List<String> bank = new ArrayList<>();

        /** @param withdrawals where the last step writes to */
        Transfer(DataSource withdrawals) {
            this.withdrawals = withdrawals;
            sagas.inTransaction(() -> {
                execute(sagas.dataSource(), "CREATE TABLE IF NOT EXISTS notes (note TEXT)");
                execute(sagas.dataSource(), "DELETE FROM notes");
                return withdrawals;
            });
        }

        @Override
        public String name() {
            return "transfer";
        }

        @Override
        public SagaSteps steps() {
            return SagaSteps.first("Announce", context -> write(sagas.dataSource(), context))
                    .compensatedBy(context -> delete("Announce", context))
                    .thenCall("Deposit", this::deposit)
                    .compensatedBy(context -> bank.remove(key(context)))
                    .thenAwait("Confirmed", Duration.ofDays(1))
                    .then("Withdraw", context -> write(withdrawals, context))
                    .compensatedBy(context -> delete("Withdraw", context));
        }

        List<String> everything() {
            List<String> all = new ArrayList<>(bank);
            new Jdbc(sagas.dataSource())
                    .each("SELECT note FROM notes", statement -> {}, row -> all.add(row.getString(1)));
            return all;
        }

        private void deposit(SagaContext context) {
            if (!bank.contains(key(context))) {
                bank.add(key(context));
            }
        }

        private static String key(SagaContext context) {
            return SagaContext.idempotencyKey(context.saga().id(), context.step(), Direction.EXECUTE);
        }

        private static void write(DataSource dataSource, SagaContext context) throws SQLException {
            execute(
                    dataSource,
                    "INSERT INTO notes VALUES ('" + context.step() + " of "
                            + context.saga().id() + "')");
        }

        private static void delete(String step, SagaContext context) throws SQLException {
            execute(
                    sagas.dataSource(),
                    "DELETE FROM notes WHERE note = '" + step + " of "
                            + context.saga().id() + "'");
        }

        private static void execute(DataSource dataSource, String sql) throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    private Transfer transfer;

    private SagaScenario confirmed(DataSource withdrawals) {
        return sagas.given(() -> transfer = new Transfer(withdrawals))
                .watching(() -> transfer.everything())
                .signalling("Confirmed", true);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void tellsHowASagaEnded() {
        confirmed(sagas.dataSource())
                .startedWith(SagaData.of("amount", 7))
                .whenRun()
                .thenCompleted()
                .thenData("Confirmed", Boolean.class, value -> assertThat(value).isTrue())
                .thenEffects("<saga>:Deposit:execute", "Announce of <saga>", "Withdraw of <saga>");
    }

    @Test
    void timePassesByTheDatabasesClock() {
        sagas.given(() -> transfer = new Transfer(sagas.dataSource()))
                .watching(() -> transfer.everything())
                .afterWaiting(Duration.ofHours(25))
                .whenRun()
                .thenCompensated()
                .thenBecause("No signal Confirmed came within PT24H")
                .thenCleanSlate();
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaIsUndoneWhicheverStepFails() {
        return confirmed(sagas.dataSource()).failingAtEveryStep();
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaBearsToBeRunTwice() {
        return confirmed(sagas.dataSource()).runningEveryStepTwice();
    }

    @TestFactory
    Stream<DynamicTest> aSoundSagaBearsACrashAtEveryPoint() {
        return confirmed(sagas.dataSource()).crashingAtEveryPoint();
    }

    @Test
    void aConnectionThatTakesNoPartInTheTransactionIsFound() {
        assertThat(Failing.of(confirmed(DATABASE.dataSource()).crashingAtEveryPoint()))
                .containsExactly(
                        "crash after Withdraw execute",
                        "crash storing StepCompleted Withdraw execute, SagaCompleted",
                        "crash storing StepFailed Withdraw execute, SagaCompensating, when Withdraw fails");
        assertThat(Failing.of(confirmed(DATABASE.dataSource()).runningEveryStepTwice()))
                .containsExactly("Withdraw is rolled back and run again");
    }
}
