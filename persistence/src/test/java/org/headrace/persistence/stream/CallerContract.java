package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.MAX_EVENT_BYTES;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who appended an event is told by its metadata. */
abstract class CallerContract {

    private final ThreadLocal<String> caller = new ThreadLocal<>();
    private StoredEventLog log;
    private String stream;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        log = environment().newLog().stampedBy(new CallerStamp(() -> List.of(() -> Optional.ofNullable(caller.get()))));
        stream = newStream();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{\"principal\":\"ada\"}",
                "{ }|{ \"principal\":\"ada\"}",
                "{\"a\":1}|{\"a\":1,\"principal\":\"ada\"}",
                "{ \"a\" : {\"principal\":2} , \"b\":[] }|{ \"a\" : {\"principal\":2} , \"b\":[] ,\"principal\":\"ada\"}",
                "{\"principal\":\"robot\"}|{\"principal\":\"robot\"}",
                "{\"a\":1,\"\\u0070rincipal\":null}|{\"a\":1,\"\\u0070rincipal\":null}"
            })
    void aCallerIsNotedUnlessTheEventSaysWhoItWas(String given, String stored) {
        caller.set("ada");
        log.append(stream, event(0).withMetadata(JsonText.of(given)));

        assertThat(metadata()).containsExactly(stored);
    }

    @Test
    void aNameOfAnyCharactersIsNoted() {
        caller.set("dom\\\"ain\" é\u0001");
        log.append(stream, event(0));

        assertThat(metadata()).containsExactly("{\"principal\":\"dom\\\\\\\"ain\\\" é\\u0001\"}");
    }

    @Test
    void whereThereIsNoCallerNothingIsNoted() {
        log.append(stream, event(0));

        assertThat(metadata()).containsExactly("{}");
    }

    /** The lead of a group is whoever comes first, and a transaction may be completed by any thread. */
    @Test
    void itIsTheOneWhoCalledAndNotTheOneWhoWrites() throws Exception {
        List<String> names = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        ConcurrentMap<UUID, String> callers = new ConcurrentHashMap<>();
        Concurrently.all(names.size(), i -> () -> {
            for (int n = 0; n < 20; n++) {
                caller.set(names.get(i));
                NewEvent event = event(n).withEventId(UUID.randomUUID());
                callers.put(event.eventId(), names.get(i));
                if (n % 4 == 0) {
                    environment().jta().inTransaction(() -> {
                        log.append(stream, event);
                        caller.set("nobody");
                        return null;
                    });
                } else {
                    log.append(stream, event);
                }
            }
            return null;
        });

        assertThat(log.read(stream, 0, 1000).events()).hasSize(160).allSatisfy(event -> assertThat(
                        event.metadata().text())
                .isEqualTo("{\"principal\":\"" + callers.get(event.eventId()) + "\"}"));
    }

    @Test
    void aRepetitionByAnotherCallerIsStillARepetition() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        caller.set("ada");
        log.append(stream, event);
        caller.set("grace");

        assertThat(log.append(Append.to(stream, event).expectingOffset(-1)).duplicates())
                .isOne();
        assertThat(metadata()).containsExactly("{\"principal\":\"ada\"}");
    }

    @Test
    void theNameDoesNotCountAgainstTheSizeOfAnEvent() {
        caller.set("ada");
        log.append(stream, event('"' + "x".repeat(MAX_EVENT_BYTES - 4) + '"'));

        assertThat(metadata()).containsExactly("{\"principal\":\"ada\"}");
    }

    private List<String> metadata() {
        return log.read(stream, 0, 1000).events().stream()
                .map(e -> e.metadata().text())
                .toList();
    }
}
