package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.headrace.stream.Append;
import org.headrace.stream.Appended;
import org.headrace.stream.ConflictException;
import org.headrace.stream.ConflictException.Kind;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends without a transaction: offsets, expectations, event ids, and what comes back. */
abstract class EventLogContract {

    private StoredEventLog log;
    private String stream;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        log = environment().newLog();
        stream = newStream();
    }

    @Test
    void offsetsCountFromZero() {
        assertThat(log.append(stream, event(0)).offsets()).containsExactly(0L);
        Appended three = log.append(stream, event(1), event(2), event(3));
        assertThat(log.append(stream, event(4)).firstOffset()).isEqualTo(4);

        assertThat(three.isOffsetKnown()).isTrue();
        assertThat(three.offsets()).containsExactly(1L, 2L, 3L);
        assertThat(three.stream()).isEqualTo(stream);
        assertThat(three.count()).isEqualTo(3);
        assertThat(three.duplicates()).isZero();
        assertThat(offsets()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(data()).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void streamsCountEachForThemselves() {
        String other = newStream();
        log.append(stream, event(0), event(1));

        assertThat(log.append(other, event(0)).firstOffset()).isZero();
        assertThat(log.append(stream, event(2)).firstOffset()).isEqualTo(2);
        assertThat(log.heads(List.of(stream, other, newStream())))
                .containsOnlyKeys(stream, other)
                .containsEntry(stream, 2L)
                .containsEntry(other, 0L);
    }

    @Test
    void generatedIdsAreOnesOfTheEventsReadBackAndOrderedByTime() {
        Appended appended = log.append(stream, event(0), event(1));

        assertThat(read().stream().map(RecordedEvent::eventId)).isEqualTo(appended.eventIds());
        assertThat(appended.eventIds()).doesNotHaveDuplicates().allMatch(id -> id.version() == 7);
    }

    @Test
    void manyEventsInOneAppendStandNextToEachOther() {
        List<NewEvent> events = IntStream.range(0, Append.MAX_EVENTS)
                .mapToObj(LogEnvironment::event)
                .toList();

        Appended appended = log.append(Append.to(stream, events));

        assertThat(appended.lastOffset()).isEqualTo(Append.MAX_EVENTS - 1);
        assertThat(LogEnvironment.numbers(log.read(stream, 0, Append.MAX_EVENTS).events()))
                .isEqualTo(IntStream.range(0, Append.MAX_EVENTS).boxed().toList());
    }

    @Test
    void anExpectedOffsetThatHoldsIsAccepted() {
        log.append(Append.to(stream, event(0)).expectingOffset(-1));

        assertThat(log.append(Append.to(stream, event(1)).expectingOffset(0)).firstOffset())
                .isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 2, 99})
    void anExpectedOffsetThatDoesNotHoldIsAConflict(long expected) {
        log.append(stream, event(0), event(1));

        conflicts(Kind.OFFSET, Append.to(stream, event(2)).expectingOffset(expected))
                .withMessageContaining("expected its newest event at offset " + expected + ", it is at 1");
        assertThat(data()).containsExactly("0", "1");
    }

    @Test
    void anExpectationOfAnUnknownStreamFailsAndDoesNotMakeIt() {
        conflicts(Kind.OFFSET, Append.to(stream, event(0)).expectingOffset(3));

        assertThat(log.stream(stream)).isEmpty();
        assertThat(log.heads(List.of(stream))).isEmpty();
    }

    @Test
    void aKeysVersionIsTheOffsetOfItsNewestEvent() {
        log.append(stream, event(0).withKey("a"), event(1).withKey("b"), event(2).withKey("a"), event(3));

        conflicts(Kind.KEY_VERSION, Append.to(stream, event(4).withKey("a")).expectingKeyVersion(0));
        conflicts(Kind.KEY_VERSION, Append.to(stream, event(4).withKey("a")).expectingKeyVersion(-1));
        conflicts(Kind.KEY_VERSION, Append.to(stream, event(4).withKey("new")).expectingKeyVersion(1));
        assertThat(data()).hasSize(4);

        log.append(Append.to(stream, event(4).withKey("a")).expectingKeyVersion(2));
        log.append(Append.to(stream, event(5).withKey("b")).expectingKeyVersion(1));
        log.append(Append.to(stream, event(6).withKey("new")).expectingKeyVersion(-1));
        assertThat(data()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    }

    @Test
    void theSameEventAgainGivesItsFirstOffsetAndWritesNothing() {
        NewEvent event = event(1).withEventId(UUID.randomUUID()).withKey("k");
        log.append(stream, event(0));
        log.append(stream, event);
        log.append(stream, event(2));

        Appended again = log.append(stream, event);

        assertThat(again.offsets()).containsExactly(1L);
        assertThat(again.duplicates()).isOne();
        assertThat(data()).containsExactly("0", "1", "2");
    }

    @Test
    void theSameEventAgainIsAcceptedThoughItsExpectationIsOutdated() {
        Append append = Append.to(
                        stream, event(0).withEventId(UUID.randomUUID()).withKey("k"))
                .expectingOffset(-1)
                .expectingKeyVersion(-1);
        log.append(append);
        log.append(stream, event(1));

        assertThat(log.append(append).offsets()).containsExactly(0L);
    }

    @Test
    void newEventsBesideRepeatedOnesAreWrittenAndCheckedAgainstTheExpectation() {
        NewEvent known = event(0).withEventId(UUID.randomUUID());
        log.append(stream, known, event(1));

        conflicts(Kind.OFFSET, Append.to(stream, known, event(2)).expectingOffset(0));
        Appended mixed = log.append(Append.to(stream, event(2), known, event(3)).expectingOffset(1));

        assertThat(mixed.offsets()).containsExactly(2L, 0L, 3L);
        assertThat(mixed.duplicates()).isOne();
        assertThat(data()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void aTakenEventIdWithOtherContentIsAConflict() {
        UUID id = UUID.randomUUID();
        NewEvent event = event(0).withEventId(id).withKey("k");
        log.append(stream, event);

        List<NewEvent> others = List.of(
                event(1).withEventId(id).withKey("k"),
                event("0.0").withEventId(id).withKey("k"),
                event(0).withEventId(id).withKey("other"),
                event(0).withEventId(id),
                new NewEvent(id, "Other", "k", event.data(), event.metadata(), null),
                new NewEvent(id, "Tested", "k", event.data(), event.metadata(), "2026-01-31T12:00:00Z"));
        for (NewEvent other : others) {
            conflicts(Kind.EVENT_ID, Append.to(stream, event(7), other)).withMessageContaining("at offset 0");
        }
        assertThat(data()).containsExactly("0");
    }

    @Test
    void metadataMayDifferInARepetition() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        log.append(stream, event);

        assertThat(log.append(stream, event.withMetadata(JsonText.of("{\"try\":2}")))
                        .duplicates())
                .isOne();
        assertThat(read().get(0).metadata()).isEqualTo(JsonText.EMPTY_OBJECT);
    }

    @Test
    void theSameIdTwiceInOneAppendIsOneEventOrAConflict() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());

        Appended twice = log.append(stream, event, event(1), event);
        assertThat(twice.offsets()).containsExactly(0L, 1L, 0L);
        assertThat(twice.duplicates()).isOne();

        UUID id = UUID.randomUUID();
        conflicts(Kind.EVENT_ID, Append.to(stream, event(2).withEventId(id), event(3).withEventId(id)));
        assertThat(data()).containsExactly("0", "1");
    }

    @Test
    void anEventIdIsUniquePerStreamOnly() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        log.append(stream, event);

        assertThat(log.append(newStream(), event).duplicates()).isZero();
    }

    @Test
    void anEventOfTheGreatestSizeIsAcceptedAndOneByteMoreNamesTheField() {
        // Metadata {} are two bytes, the quotes two, and é two.
        String greatest = "é".repeat((LogEnvironment.MAX_EVENT_BYTES - 4) / 2);
        NewEvent fits = event('"' + greatest + '"');
        NewEvent tooLarge = event('"' + greatest + "x\"");

        log.append(stream, fits);
        assertThat(fields(() -> log.append(stream, tooLarge))).containsExactly("data");
        assertThat(fields(() -> log.append(stream, event(0), tooLarge))).containsExactly("events[1].data");

        assertThat(read()).singleElement().extracting(RecordedEvent::data).isEqualTo(fits.data());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1,\"a\":1.0e+1,\"a\":\"\\u0000 é 😀\"}",
                "{ \"spaces\" :\t[ 1 ,\n 2 ] }",
                "\"\\ud800 \\/ \\u00e9\"",
                "null",
                "true",
                "-0",
                "1E400",
                "12345678901234567890123456789.10",
                "\"\"",
                "[]",
                "{}"
            })
    void everyTextComesBackByteForByte(String json) {
        String metadata = "{\"m\":" + json + ",\"m\":2}";
        log.append(
                stream,
                new NewEvent(
                        null,
                        "Täglich 😀",
                        "k/é 😀",
                        JsonText.of(json),
                        JsonText.of(metadata),
                        "2026-01-31T12:00+01:00"));

        RecordedEvent event = read().get(0);
        assertThat(event.data().text()).isEqualTo(json);
        assertThat(event.metadata().text()).isEqualTo(metadata);
        assertThat(event.type()).isEqualTo("Täglich 😀");
        assertThat(event.key()).isEqualTo("k/é 😀");
        assertThat(event.occurredAt()).isEqualTo("2026-01-31T12:00+01:00");
    }

    @Test
    void theDeepestNestingComesBack() {
        String deep = "[".repeat(512) + "]".repeat(512);
        log.append(stream, event(deep));

        assertThat(data()).containsExactly(deep);
    }

    @Test
    void eventsAreRecordedInMicrosecondsAndInTheOrderOfOffsets() {
        Instant before = Instant.now().minusSeconds(1);
        log.append(stream, event(0), event(1));
        log.append(stream, event(2));

        List<Instant> recorded = read().stream().map(RecordedEvent::recordedAt).toList();
        assertThat(recorded).isSorted().allMatch(at -> at.truncatedTo(ChronoUnit.MICROS)
                .equals(at));
        assertThat(recorded.get(0)).isBetween(before, Instant.now().plusSeconds(1));
    }

    private List<RecordedEvent> read() {
        return log.read(stream, 0, 1000).events();
    }

    private List<Long> offsets() {
        return read().stream().map(RecordedEvent::offset).toList();
    }

    private List<String> data() {
        return read().stream().map(e -> e.data().text()).toList();
    }

    private org.assertj.core.api.ThrowableAssertAlternative<ConflictException> conflicts(Kind kind, Append append) {
        return assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> log.append(append))
                .matches(e -> e.kind() == kind, "of kind " + kind);
    }

    static List<String> fields(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(InvalidInputException.class, call);
        assertThat(thrown).as("nothing was refused").isNotNull();
        return thrown.violations().stream().map(Violation::field).toList();
    }
}
