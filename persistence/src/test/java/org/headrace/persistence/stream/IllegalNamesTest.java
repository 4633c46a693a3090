package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IllegalNamesTest {

    private static final int MAX_EVENT_BYTES = 1 << 20;

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.migrated();

    enum Store {
        POSTGRESQL,
        MEMORY;

        StoredEventLog newLog() {
            var registry = JtaEnvironment.withoutDatabase().registry();
            var listeners = new Listeners(List::of);
            return this == MEMORY
                    ? InMemoryEventStore.newLog(registry, listeners, Clock.systemUTC(), MAX_EVENT_BYTES)
                    : PostgresEventStore.newLog(registry, DATABASE.dataSource(), listeners, MAX_EVENT_BYTES);
        }
    }

    private final String stream = "t-" + UUID.randomUUID();

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @ParameterizedTest
    @EnumSource
    void namesThatNoStoreCanHoldAreTheCallersMistake(Store store) {
        StoredEventLog log = store.newLog();
        log.append(stream, NewEvent.of("Tested", JsonText.of("1")));
        assertRefused("stream", () -> log.read("a\0b", 0, 1));
        assertRefused("stream", () -> log.readKey("no name", "k", 0, 1));
        assertRefused("key", () -> log.readKey(stream, "a\0b", 0, 1));
        assertRefused("after", () -> log.streams("a\0b", 1));
        assertThat(log.stream("a\0b")).isEmpty();
    }

    private static void assertRefused(String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                .extracting(Violation::field)
                .containsExactly(field));
    }
}
