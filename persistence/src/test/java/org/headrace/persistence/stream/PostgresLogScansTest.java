package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.UnanalysedTables;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the log does costs as much as it is, however long it has become and though nobody has analysed its tables yet. */
class PostgresLogScansTest {

    private static final int STREAMS = 20_000;
    private static final int BATCHES = 20;
    private static final int BATCH = 1_000;
    private static final String LONG = "s-7";
    private static final NewEvent EVENT = NewEvent.of("Placed", JsonText.of("{}"));

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;
    private static StoredEventLog log;
    private static UnanalysedTables tables;

    @BeforeAll
    static void fill() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
        log = PostgresEventStore.newLog(
                jta.registry(), jta.dataSource(), new Listeners(List::of), LogEnvironment.MAX_EVENT_BYTES);
        tables = new UnanalysedTables(database, jta, "streams", "events");
        database.execute("INSERT INTO streams (name) SELECT 's-' || n FROM generate_series(1, " + STREAMS + ") AS n");
        for (int i = 0; i < BATCHES; i++) {
            log.append(Append.to(LONG, Collections.nCopies(BATCH, EVENT)));
        }
    }

    @AfterAll
    static void close() {
        jta.close();
        database.close();
    }

    @Test
    void anAppendLooksItsStreamUp() throws Exception {
        assertThat(tables.rowsReadInSequence(() -> log.append(LONG, EVENT))).isZero();
    }

    @Test
    void anAppendLooksKnownEventsUp() throws Exception {
        UUID known = log.read(LONG, BATCH, 1).events().get(0).eventId();
        assertThat(tables.rowsReadInSequence(() -> log.append(
                        LONG, NewEvent.of("Placed", JsonText.of("{}")).withEventId(known))))
                .isZero();
    }

    @Test
    void aPageIsLookedUp() throws Exception {
        assertThat(tables.rowsReadInSequence(() -> log.read(LONG, BATCHES * BATCH / 2, 500)))
                .isZero();
    }

    @Test
    void headsAreLookedUp() throws Exception {
        assertThat(tables.rowsReadInSequence(() -> log.heads(List.of(LONG, "s-8", "unheard-of"))))
                .isZero();
        assertThat(tables.rowsReadInSequence(() -> log.headsByPrefix(List.of("s-1999", "t-"), 5)))
                .isZero();
    }
}
