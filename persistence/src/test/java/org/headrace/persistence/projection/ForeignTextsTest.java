package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunState.FailedEvent;
import org.headrace.projection.spi.RunState.Pause;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What handlers throw may hold any character: it must not keep a failure from being recorded. */
class ForeignTextsTest {

    private static final Instant THEN = Instant.parse("2026-01-31T12:00:00.123456Z");

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.migrated();

    private final Jdbc jdbc = new Jdbc(DATABASE.dataSource());
    private final String projection = "p-" + UUID.randomUUID();

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @Test
    void anErrorWithAnyCharacterIsRecordedBesideTheCheckpoint() {
        var store = new PostgresCheckpointStore(jdbc);
        store.recordError(projection, "s", "nul \0, half \ud800.");
        assertThat(store.load(projection, "s")).map(Checkpoint::lastError).hasValueSatisfying(error -> assertThat(error)
                .startsWith("nul \ufffd, half "));
    }

    @Test
    void aRunStateWithAnyCharacterIsSaved() {
        var store = new PostgresRunStateStore(jdbc);
        store.save(
                projection,
                new RunState(
                        new Pause("a\0", "b\0", THEN), new FailedEvent("s", 7, 1, THEN, "c\0 \ud800", "d\0 \udc00")));
        assertThat(store.load(projection)).hasValueSatisfying(state -> {
            assertThat(state.pause()).isEqualTo(new Pause("a\ufffd", "b\ufffd", THEN));
            assertThat(state.failure().error()).startsWith("c\ufffd ");
            assertThat(state.failure().stackTrace()).startsWith("d\ufffd ");
        });
    }
}
