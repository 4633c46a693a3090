package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.headrace.memory.HeapTransactions;
import org.headrace.operator.Operator;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildStatus;
import org.junit.jupiter.api.Test;

class InMemoryOperationsTest extends OperationsContract {
    @Override
    TestNode newNode() {
        JtaEnvironment jta = JtaEnvironment.withoutDatabase();
        return TestNode.inMemory(jta, new HeapTransactions(jta.registry()));
    }

    @Test
    void aRebuildBesideIsRefusedAndToldWhatToDoInstead() {
        register();
        awaitState(ProjectionState.LIVE);
        var ada = new Operator("ada", "");

        assertThatThrownBy(() -> node().rebuilds().begin("operated", false, ada))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("headrace.store=memory")
                .hasMessageContaining("rebuild in place, or use PostgreSQL");
        assertThatThrownBy(() -> node().rebuilds().switchOver("operated", true, ada))
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining("not being rebuilt beside");
        assertThat(node().rebuilds().status("operated").state()).isEqualTo(RebuildStatus.State.NONE);
        assertThat(recorded()).isEmpty();
        node().projections().rebuild("operated", ada);
        awaitState(ProjectionState.LIVE);
    }
}
