package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trace that the calling thread is in, in the metadata of what it appends. */
abstract class TraceContract {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final TraceContext TRACE = TraceContext.parse(PARENT, "a=b").orElseThrow();

    private StoredEventLog log;
    private String stream;
    private TraceScope scope;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        log = environment().newLog();
        stream = newStream();
        scope = TraceScope.open(TRACE);
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void itIsNotedAloneAndInATransaction() throws Exception {
        log.append(stream, event(0));
        environment().jta().inTransaction(() -> log.append(stream, event(1).withMetadata(JsonText.of("{\"k\":1}"))));

        String members = "\"traceparent\":\"" + PARENT + "\",\"tracestate\":\"a=b\"}";
        assertThat(metadata()).containsExactly("{" + members, "{\"k\":1," + members);
    }

    @Test
    void oneThatTheEventNamesItselfStaysAloneAndSoDoesNone() {
        log.append(stream, event(0).withMetadata(JsonText.of("{\"traceparent\":\"mine\"}")));
        TraceScope none = TraceScope.open(null);
        log.append(stream, event(1));
        none.close();

        assertThat(metadata()).containsExactly("{\"traceparent\":\"mine\"}", "{}");
    }

    @Test
    void aRepetitionUnderAnotherTraceIsStillARepetition() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        log.append(stream, event);
        TraceScope again = TraceScope.open(TRACE.child());
        try {
            assertThat(log.append(Append.to(stream, event)).duplicates()).isOne();
        } finally {
            again.close();
        }

        assertThat(log.read(stream, 0, 10).events()).hasSize(1).allSatisfy(stored -> assertThat(
                        TraceContext.in(stored.metadata()))
                .isEqualTo(Optional.of(TRACE)));
    }

    private List<String> metadata() {
        return log.read(stream, 0, 1000).events().stream()
                .map(event -> event.metadata().text())
                .toList();
    }
}
