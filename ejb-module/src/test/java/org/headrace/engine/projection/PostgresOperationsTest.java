package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresOperationsTest extends OperationsContract {

    private static final Operator ADA = new Operator("ada", "");

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);

    @Override
    TestNode newNode() {
        return TestNode.postgres(jta);
    }

    @AfterEach
    void dropDatabase() {
        jta.close();
        database.close();
    }

    @Test
    void anAuditFindsWhatIsMissingInTheTableWhateverTheHeadSays() {
        append(7);
        register();
        awaitState(ProjectionState.LIVE);

        database.execute("DELETE FROM events WHERE stream_offset = 3");
        assertThat(findings()).containsExactly("the log has no event at offset 3, though its head is 6");
        database.execute("UPDATE events SET stream_offset = 3 WHERE stream_offset = 6");
        assertThat(findings()).containsExactly("the log has no event at offset 6, though its head is 6");
        database.execute("UPDATE streams SET head = 4");
        assertThat(findings()).contains("the log holds 6 events, more than its head 4 tells of");
    }

    @Test
    void anActionThatCannotBeRecordedDoesNotTakeEffect() {
        register();
        awaitState(ProjectionState.LIVE);
        database.execute("ALTER TABLE operator_actions ADD CHECK (action <> 'pause')");

        assertThatThrownBy(() -> node().projections().pause("operated", ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("operator_actions");

        assertThat(node().projections().status("operated").state()).isEqualTo(ProjectionState.LIVE);
    }

    @Test
    void anActionThatDoesNotTakeEffectIsNotRecorded() {
        register();
        awaitState(ProjectionState.LIVE);
        database.execute("ALTER TABLE projection_run_states ADD CHECK (paused_by IS NULL)");

        assertThatThrownBy(() -> node().projections().pause("operated", ADA))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("projection_run_states");
        node().projections().rebuild("operated", ADA);

        assertThat(recorded()).extracting(OperatorAction::action).containsExactly("rebuild");
    }

    private List<String> findings() {
        return node().projections().audit("operated").streams().get(0).findings();
    }
}
