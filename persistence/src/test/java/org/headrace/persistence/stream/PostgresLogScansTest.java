package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
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

    /** More than the driver and the server need to keep a plan that goes for any values. */
    private static final int TIMES = 12;

    private static EmbeddedDatabase database;
    private static JtaEnvironment jta;
    private static StoredEventLog log;

    @BeforeAll
    static void fill() {
        database = EmbeddedDatabase.migrated();
        jta = JtaEnvironment.over(database);
        log = PostgresEventStore.newLog(
                jta.registry(), jta.dataSource(), new Listeners(List::of), LogEnvironment.MAX_EVENT_BYTES);
        for (String table : List.of("streams", "events")) {
            database.execute("ALTER TABLE " + table + " SET (autovacuum_enabled = false)");
        }
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
        assertThat(rowsReadInSequence(() -> log.append(LONG, EVENT))).isZero();
    }

    @Test
    void anAppendLooksKnownEventsUp() throws Exception {
        UUID known = log.read(LONG, BATCH, 1).events().get(0).eventId();
        assertThat(rowsReadInSequence(() -> log.append(
                        LONG, NewEvent.of("Placed", JsonText.of("{}")).withEventId(known))))
                .isZero();
    }

    @Test
    void aPageIsLookedUp() throws Exception {
        assertThat(rowsReadInSequence(() -> log.read(LONG, BATCHES * BATCH / 2, 500)))
                .isZero();
    }

    @Test
    void headsAreLookedUp() throws Exception {
        assertThat(rowsReadInSequence(() -> log.heads(List.of(LONG, "s-8", "unheard-of"))))
                .isZero();
        assertThat(rowsReadInSequence(() -> log.headsByPrefix(List.of("s-1999", "t-"), 5)))
                .isZero();
    }

    /** In one transaction, which does it again and again. */
    private static long rowsReadInSequence(Callable<?> what) throws Exception {
        return jta.inTransaction(() -> {
            for (int i = 0; i < TIMES; i++) {
                what.call();
            }
            try (Connection connection = jta.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables"
                            + " WHERE relname IN ('streams', 'events')")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
