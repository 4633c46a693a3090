package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.junit.jupiter.api.Test;

/** When a new version is not begun, not switched to or not filled. */
class RebuildRefusalsTest extends RebuiltModel {

    @Test
    void aNewVersionWithOtherRowsIsNotSwitchedByItself() throws Exception {
        append(12);
        register();
        awaitLive(11);

        node.rebuilds().begin(NAME, true, ADA);

        RebuildStatus left = Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> node.rebuilds().status(NAME), s -> s.explanation().contains("not switched by itself"));
        assertThat(left.state()).isEqualTo(State.CAUGHT_UP);
        assertThat(left.explanation()).contains("table model lacks 12 rows");
        assertThat(offsets("model WHERE replayed")).isEmpty();
        append(3);
        awaitRebuild(State.CAUGHT_UP, 15);
        assertThat(recorded()).as("once").containsExactly("leave-rebuild by headrace", "rebuild-beside by ada");
    }

    @Test
    void aHandlerThatNamesTheSchemaDoesNotReachTheTableThatServes() throws Exception {
        append(5);
        register();
        awaitLive(4);
        database.execute("ALTER TABLE model DROP CONSTRAINT model_pkey");
        model.table = "public.model";

        node.rebuilds().begin(NAME, false, ADA);

        RebuildStatus failing = awaitRebuild(State.FAILING);
        assertThat(failing.explanation()).contains("wrote to a table that serves (model)", "must not name a schema");
        assertThat(offsets("model")).containsExactlyElementsOf(upTo(4));
    }

    @Test
    void aLongTransactionOfAReaderIsWaitedForSomeTimesAndThenNothingIsChanged() throws Exception {
        append(5);
        register();
        awaitLive(4);
        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        try (Connection reader = database.dataSource().getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM model").close();

            assertThatThrownBy(() -> node.rebuilds().switchOver(NAME, true, ADA))
                    .isInstanceOf(ProjectionStateException.class)
                    .hasMessageContaining("table model is in use")
                    .hasMessageContaining("try again");
            reader.rollback();
        }
        append(3);
        awaitLive(7);
        awaitRebuild(State.CAUGHT_UP, 8);
        node.rebuilds().switchOver(NAME, true, ADA);
        assertThat(offsets("model WHERE replayed")).containsExactlyElementsOf(upTo(4));
    }

    @Test
    void whatTheStateDoesNotAllowIsRefusedAndNotRecorded() throws Exception {
        append(5);
        register();
        node.registry()
                .register(ProjectionDefinition.of("tableless", model, "Other").withOptions(OPTIONS));
        node.registry()
                .register(ProjectionDefinition.of("unfit", model, "Other")
                        .withOptions(OPTIONS)
                        .withTables("events"));
        awaitLive(4);

        assertRefused(() -> node.rebuilds().begin("tableless", false, ADA), "does not name its tables");
        assertRefused(() -> node.rebuilds().begin("unfit", false, ADA), "one of Headrace's own");
        for (Runnable action : List.<Runnable>of(
                () -> node.rebuilds().parity(NAME, ADA),
                () -> node.rebuilds().switchOver(NAME, false, ADA),
                () -> node.rebuilds().cancel(NAME, ADA),
                () -> node.rebuilds().resume(NAME, ADA),
                () -> node.rebuilds().rollBack(NAME, ADA),
                () -> node.rebuilds().finish(NAME, ADA))) {
            assertRefused(action, "is not being rebuilt beside");
        }
        assertThat(recorded()).isEmpty();

        node.rebuilds().begin(NAME, false, ADA);
        awaitRebuild(State.CAUGHT_UP);
        assertRefused(() -> node.rebuilds().begin(NAME, false, ADA), "being rebuilt beside already");
        assertRefused(() -> node.projections().rebuild(NAME, ADA), "cancel that before it is rebuilt in place");
        assertRefused(() -> node.rebuilds().resume(NAME, ADA), "No event holds the new version");
        assertRefused(() -> node.rebuilds().rollBack(NAME, ADA), "does not serve yet");
        assertRefused(() -> node.rebuilds().finish(NAME, ADA), "does not serve yet");
        node.rebuilds().switchOver(NAME, true, ADA);
        assertRefused(() -> node.rebuilds().cancel(NAME, ADA), "serves already");
        assertRefused(() -> node.rebuilds().begin(NAME, false, ADA), "roll back, or finish, first");
        assertThat(recorded()).containsExactly("switch-rebuild by ada", "rebuild-beside by ada");
    }

    private static void assertRefused(Runnable action, String why) {
        assertThatThrownBy(action::run)
                .isInstanceOf(ProjectionStateException.class)
                .hasMessageContaining(why);
    }
}
