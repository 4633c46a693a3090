package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import jakarta.transaction.UserTransaction;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.headrace.persistence.testing.StatementCounter;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the log costs, in statements and commits: whoever adds one must mean it. What callers share is in {@link GroupDecisionsTest}. */
@Timeout(60)
class AppendStatementsTest {

    /** Locks the stream, moves its head and inserts, all in one. */
    private static final String APPEND = "from streams";

    private static final String LOCK = "from streams";
    private static final String INSERT = "update streams";
    private static final String BY_ID = "from events";

    private static LogEnvironment environment;
    private static StatementCounter counter;
    private static StoredEventLog log;

    private final String stream = newStream();

    @BeforeAll
    static void start() {
        environment = LogEnvironment.postgres();
        counter = new StatementCounter(environment.jta().registry());
        log = PostgresEventStore.newLog(
                environment.jta().registry(),
                counter.wrap(environment.jta().dataSource()),
                new Listeners(List::of),
                LogEnvironment.MAX_EVENT_BYTES);
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @BeforeEach
    void haveAStream() {
        log.append(stream, event(0));
        counter.take();
    }

    @Test
    void anEventTakesOneStatementAndOneCommit() {
        log.append(stream, event(1));

        assertThat(counter.take()).containsExactly(List.of(APPEND));
    }

    @Test
    void soDoAHundred() {
        log.append(Append.to(stream, events(100)));

        assertThat(counter.take()).containsExactly(List.of(APPEND));
    }

    @Test
    void whatMayBeThereAlreadyIsLookedUpAllAtOnce() {
        log.append(Append.to(
                stream,
                events(100).stream()
                        .map(event -> event.withEventId(UUID.randomUUID()))
                        .toList()));

        assertThat(counter.take()).containsExactly(List.of(LOCK, BY_ID, INSERT));
    }

    @Test
    void aTransactionOfTheCallersTakesOneForAllOfItsAppends() throws Exception {
        UserTransaction transaction = counter.wrap(environment.jta().userTransaction());
        transaction.begin();
        log.append(stream, event(1));
        log.append(stream, event(2));
        log.append(Append.to(stream, events(100)));
        transaction.commit();

        assertThat(counter.take()).containsExactly(List.of(APPEND));
    }

    @Test
    void aPageIsReadByOne() {
        log.read(stream, 0, 1_000);

        assertThat(counter.take()).containsExactly(List.of("from streams"));
    }

    private static List<NewEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(LogEnvironment::event).toList();
    }
}
