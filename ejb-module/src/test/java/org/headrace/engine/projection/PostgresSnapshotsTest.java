package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.RebuildStatus.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresSnapshotsTest extends SnapshotsContract {

    private final EmbeddedDatabase database = EmbeddedDatabase.migrated();
    private final JtaEnvironment jta = JtaEnvironment.over(database);
    private final Jdbc jdbc = new Jdbc(jta.dataSource());

    @Override
    TestNode newNode() {
        database.execute("CREATE TABLE snapped (event_offset BIGINT PRIMARY KEY)");
        return TestNode.postgres(jta);
    }

    @AfterEach
    void dropDatabase() {
        jta.close();
        database.close();
    }

    @Test
    void aRebuildBesideStartsFromTheNewestSnapshotToo() {
        register(ProjectionOptions.DEFAULT);
        append(20);
        awaitLive(19);
        node().snapshots().take(NAME, ADA);
        append(5);
        awaitLive(24);
        model.projected.clear();

        node().rebuilds().begin(NAME, false, ADA);

        Awaitility.await().until(() -> node().rebuilds().status(NAME).state() == State.CAUGHT_UP);
        assertThat(model.projected).containsExactly(20L, 21L, 22L, 23L, 24L);
        assertThat(node().rebuilds().parity(NAME, ADA).isEqual()).isTrue();
        node().rebuilds().switchOver(NAME, false, ADA);
        assertThat(rows().all()).containsExactlyElementsOf(upTo(24));
        assertThat(node().projections().audit(NAME).isComplete()).isTrue();
    }

    @Override
    Rows rows() {
        return new Rows() {
            @Override
            public void add(long offset) {
                jdbc.update("INSERT INTO snapped VALUES (?)", statement -> statement.setLong(1, offset));
            }

            @Override
            public List<Long> all() {
                List<Long> found = new ArrayList<>();
                jdbc.each(
                        "SELECT event_offset FROM snapped ORDER BY 1",
                        statement -> {},
                        row -> found.add(row.getLong(1)));
                return found;
            }

            @Override
            public void clear() {
                jdbc.update("DELETE FROM snapped", statement -> {});
            }
        };
    }
}
