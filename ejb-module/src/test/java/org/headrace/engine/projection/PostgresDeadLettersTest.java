package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Handled;
import org.headrace.projection.ProjectionStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresDeadLettersTest extends DeadLettersContract {

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final Jdbc jdbc = new Jdbc(jta.dataSource());

    @Override
    TestNode newNode() {
        database.execute("CREATE TABLE seen (n BIGINT GENERATED ALWAYS AS IDENTITY, what TEXT)");
        return TestNode.postgres(jta);
    }

    @AfterEach
    void dropDatabase() {
        jta.close();
        database.close();
    }

    @Override
    void see(String what) {
        jdbc.update("INSERT INTO seen (what) VALUES (?)", statement -> statement.setString(1, what));
    }

    @Override
    List<String> seen() {
        List<String> found = new ArrayList<>();
        jdbc.each("SELECT what FROM seen ORDER BY n", statement -> {}, row -> found.add(row.getString(1)));
        return found;
    }

    @Override
    void forgetSeen() {
        jdbc.update("DELETE FROM seen", statement -> {});
    }

    @Test
    void anActionThatCannotBeRecordedDoesNotTakeEffect() {
        makeFiveOfTwoCauses();
        List<DeadLetter> before = letters();
        database.execute("ALTER TABLE operator_actions ADD CHECK (action NOT LIKE '%dead-letter')");

        assertThatThrownBy(() -> retry(0))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("operator_actions");
        assertThatThrownBy(() -> node().deadLetters().skip(NAME, at(1), ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("operator_actions");

        assertThat(letters()).isEqualTo(before);
        assertThat(seen()).isEmpty();
    }

    @Test
    void anAuditFindsALetterThatIsMissing() {
        makeFiveOfTwoCauses();
        assertThat(node().projections().audit(NAME).isComplete()).isTrue();
        database.execute("DELETE FROM projection_dead_letters WHERE stream_offset = 1");

        assertThat(node().projections().audit(NAME).streams().get(0).findings())
                .containsExactly("5 events were parked, but there are 4 dead letters");
    }

    @Test
    void whatIsOnlyQueuedBecauseANodeDiedInBetweenIsHandledByTheNextRetry() {
        makeFiveOfTwoCauses();
        database.execute("DELETE FROM projection_dead_letters WHERE stream_offset = 0");
        database.execute("UPDATE projection_checkpoints SET events_skipped = 1, events_parked = 4");

        Handled skipped = node().deadLetters().skipAll(NAME, new Filter(null, "a", null), ADA);

        assertThat(skipped).isEqualTo(new Handled(2, 0, List.of(), 2));
        assertThat(seen()).containsExactly("3 4", "4 5");
    }
}
