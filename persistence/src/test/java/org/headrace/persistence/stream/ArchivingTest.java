package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.stream.Append;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.Retention;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How PostgreSQL archives: in small transactions, and on from where it was cut off. */
@Timeout(60)
class ArchivingTest {

    private static final Operator ADA = new Operator("ada", "");

    private static LogEnvironment environment;

    private final StoredEventLog log = environment.newLog();
    private final Jdbc jdbc = new Jdbc(environment.database().dataSource());
    private final String stream = newStream();

    @BeforeAll
    static void start() {
        environment = LogEnvironment.postgres();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @Test
    void manyEventsAreMovedInSmallTransactions() {
        log.append(Append.to(
                stream,
                IntStream.range(0, 1_300).mapToObj(LogEnvironment::event).toList()));
        retention(environment.database().dataSource()).archiveBelow(stream, 1_300, ADA);

        assertThat(eventsOfTransactions()).containsExactlyInAnyOrder(500L, 500L, 300L);
    }

    @Test
    void aTransactionMovesABoundedNumberOfBytes() {
        String large = '"' + "x".repeat(1_000_000) + '"';
        log.append(Append.to(stream, Collections.nCopies(10, event(large))));
        retention(environment.database().dataSource()).archiveBelow(stream, 10, ADA);

        assertThat(eventsOfTransactions()).containsExactlyInAnyOrder(5L, 5L);
    }

    @Test
    void whatWasCutOffGoesOnWhenItIsAskedForAgain() {
        log.append(Append.to(
                stream,
                IntStream.range(0, 1_600).mapToObj(LogEnvironment::event).toList()));
        var statements = new AtomicInteger();
        DataSource dying = FaultyConnections.struckBefore(
                "prepareStatement", environment.database().dataSource(), connection -> {
                    // It looks for the stream, and moves two batches.
                    if (statements.incrementAndGet() == 4) {
                        connection.createStatement().execute("SELECT pg_terminate_backend(pg_backend_pid())");
                    }
                });
        assertThatExceptionOfType(EventLogUnavailableException.class)
                .isThrownBy(() -> retention(dying).archiveBelow(stream, 1_600, ADA));
        assertThat(statements).as("the connection was ended").hasValue(4);
        assertThat(log.stream(stream).orElseThrow().firstOffset()).isEqualTo(1_000);
        assertThat(log.read(stream, 1_000, 10_000).events()).hasSize(600);

        Retention retention = retention(environment.database().dataSource());
        assertThat(retention.archiveBelow(stream, 1_600, ADA).firstOffset()).isEqualTo(1_600);
        assertThat(numbers(retention.readArchive(stream, 0, 10_000).events()))
                .isEqualTo(IntStream.range(0, 1_600).boxed().toList());
    }

    /** How many archived events each transaction has written. */
    private List<Long> eventsOfTransactions() {
        List<Long> counts = new ArrayList<>();
        jdbc.each(
                "SELECT count(*) FROM events_archive e JOIN streams USING (stream_id) WHERE name = ?"
                        + " GROUP BY e.xmin::text",
                statement -> statement.setString(1, stream),
                row -> counts.add(row.getLong(1)));
        return counts;
    }

    private static Retention retention(DataSource dataSource) {
        return PostgresEventStore.newRetention(environment.jta().registry(), dataSource, Clock.systemUTC());
    }
}
