package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.headrace.persistence.stream.EventLogContract.fields;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of a stream, of a key, and of streams. */
abstract class ReadContract {

    private StoredEventLog log;
    private String stream;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        log = environment().newLog();
        stream = newStream();
    }

    @Test
    void pagesFollowEachOther() {
        appendNumbers(5);

        EventPage first = log.read(stream, 0, 2);
        EventPage second = log.read(stream, first.nextOffset(), 2);
        EventPage third = log.read(stream, second.nextOffset(), 2);

        assertThat(numbers(first.events())).containsExactly(0, 1);
        assertThat(numbers(second.events())).containsExactly(2, 3);
        assertThat(numbers(third.events())).containsExactly(4);
        assertThat(List.of(first, second, third))
                .allMatch(p -> p.head() == 4 && p.stream().equals(stream));
        assertThat(third.nextOffset()).isEqualTo(5);
    }

    @Test
    void headsAreFoundByTheBeginningOfAName() {
        List.of("-1", "-12", "-2", "-z", ".1", "1", "").forEach(end -> log.append(stream + end, event(0), event(1)));
        log.append(stream + "-1", event(2));
        String other = newStream();
        log.append(other, event(0));

        assertThat(log.headsByPrefix(List.of(stream + "-", other, stream + "-1", "Nobody"), 10))
                .containsEntry(
                        stream + "-",
                        Map.of(stream + "-1", 2L, stream + "-12", 1L, stream + "-2", 1L, stream + "-z", 1L))
                .containsEntry(stream + "-1", Map.of(stream + "-1", 2L, stream + "-12", 1L))
                .containsEntry(other, Map.of(other, 0L))
                .satisfies(found ->
                        assertThat(found.getOrDefault("Nobody", Map.of())).isEmpty());
        assertThat(log.headsByPrefix(List.of(stream), 3).get(stream)).hasSize(3);
        assertThat(log.headsByPrefix(List.of(""), 1_000_000).get("")).containsKeys(stream, other);
        assertThat(log.headsByPrefix(List.of(), 10)).isEmpty();
    }

    @Test
    void readingAtTheHeadGivesAnEmptyPageToGoOnFrom() {
        appendNumbers(2);

        EventPage page = log.read(stream, 2, 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.nextOffset()).isEqualTo(2);
        assertThat(page.head()).isEqualTo(1);

        log.append(stream, event(2));
        assertThat(numbers(log.read(stream, page.nextOffset(), 10).events())).containsExactly(2);
    }

    @Test
    void readingBeyondTheHeadDoesNotComeBack() {
        appendNumbers(2);

        EventPage page = log.read(stream, 1_000_000_000_000L, 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.nextOffset()).isEqualTo(1_000_000_000_000L);
        assertThat(page.head()).isEqualTo(1);
    }

    @Test
    void aPageThatEndsWithTheLastEventGoesOnBehindIt() {
        appendNumbers(4);

        assertThat(log.read(stream, 2, 2).nextOffset()).isEqualTo(4);
    }

    @Test
    void oneKeysEventsAreReadInOrder() {
        log.append(stream, event(0).withKey("a"), event(1).withKey("b"), event(2).withKey("a"));
        log.append(stream, event(3), event(4).withKey("a"), event(5).withKey("b"));

        EventPage first = log.readKey(stream, "a", 0, 2);
        EventPage second = log.readKey(stream, "a", first.nextOffset(), 2);

        assertThat(numbers(first.events())).containsExactly(0, 2);
        assertThat(first.nextOffset()).isEqualTo(3);
        assertThat(numbers(second.events())).containsExactly(4);
        assertThat(second.nextOffset()).as("all before it was considered").isEqualTo(6);
        assertThat(second.head()).isEqualTo(5);
        assertThat(numbers(log.readKey(stream, "a", 1, 10).events())).containsExactly(2, 4);
    }

    @Test
    void aKeyWithoutEventsGivesAnEmptyPage() {
        appendNumbers(3);

        EventPage page = log.readKey(stream, "nobody", 0, 10);
        assertThat(page.events()).isEmpty();
        assertThat(page.nextOffset()).isEqualTo(3);
    }

    @Test
    void aStreamThatWasNeverAppendedToIsNotFound() {
        assertThatExceptionOfType(StreamNotFoundException.class)
                .isThrownBy(() -> log.read(stream, 0, 1))
                .satisfies(e -> assertThat(e.stream()).isEqualTo(stream));
        assertThatExceptionOfType(StreamNotFoundException.class).isThrownBy(() -> log.readKey(stream, "k", 0, 1));
        assertThat(log.stream(stream)).isEmpty();
    }

    @Test
    void badPagesNameTheirField() {
        appendNumbers(1);

        assertThat(fields(() -> log.read(stream, -1, 1))).containsExactly("from");
        assertThat(fields(() -> log.read(stream, 0, 0))).containsExactly("limit");
        assertThat(fields(() -> log.readKey(stream, "k", -1, 1))).containsExactly("from");
        assertThat(fields(() -> log.readKey(stream, "k", 0, -5))).containsExactly("limit");
        assertThat(fields(() -> log.streams(null, 0))).containsExactly("limit");
    }

    @Test
    void aHugeLimitIsClamped() {
        appendNumbers(3);

        assertThat(log.read(stream, 0, Integer.MAX_VALUE).events()).hasSize(3);
        assertThat(log.readKey(stream, "k", 0, Integer.MAX_VALUE).events()).isEmpty();
    }

    @Test
    void pagesAreBoundedByBytesAndMissNothing() {
        // Two bytes a character, so that characters would be the wrong measure.
        String large = '"' + "é".repeat(450_000) + '"';
        int size = 900_002 + 2;
        for (int i = 0; i < 11; i++) {
            log.append(stream, event(large).withKey("k"), event(i).withKey("k"));
        }

        for (String key : new String[] {null, "k"}) {
            List<RecordedEvent> all = new ArrayList<>();
            int pages = 0;
            long from = 0;
            while (from <= 21) {
                EventPage page = key == null ? log.read(stream, from, 100) : log.readKey(stream, key, from, 100);
                long bytes = page.events().stream()
                        .mapToLong(e -> e.data().text().length() > 100 ? size : 0)
                        .sum();
                assertThat(page.events()).isNotEmpty();
                assertThat(bytes).isLessThanOrEqualTo(EventReader.MAX_PAGE_BYTES);
                all.addAll(page.events());
                from = page.nextOffset();
                pages++;
            }
            assertThat(pages).isEqualTo(2);
            assertThat(all.stream().map(RecordedEvent::offset))
                    .containsExactlyElementsOf(
                            java.util.stream.LongStream.range(0, 22).boxed().toList());
        }
    }

    @Test
    void streamsAreListedInOrderOfTheirNames() {
        // Behind all names of other tests, in the order of code points and of no language.
        List<String> names = List.of("z-A", "z-B", "z-_", "z-a", "z.b", "z:", "z@", "zZ", "z_");
        names.forEach(name -> log.append(name, event(0)));
        List<String> sorted = names.stream().sorted().toList();

        List<StreamInfo> first = log.streams("z", 4);
        List<StreamInfo> second = log.streams(first.get(3).name(), 4);
        List<StreamInfo> third = log.streams(second.get(3).name(), 4);

        List<StreamInfo> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        assertThat(all.stream().map(StreamInfo::name)).containsExactlyElementsOf(sorted);
        assertThat(log.streams(null, 10_000))
                .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
    }

    @Test
    void aStreamTellsItsHeadAndItsBeginning() {
        appendNumbers(3);

        StreamInfo info = log.stream(stream).orElseThrow();
        assertThat(info.name()).isEqualTo(stream);
        assertThat(info.head()).isEqualTo(2);
        assertThat(info.createdAt())
                .isBeforeOrEqualTo(log.read(stream, 0, 1).events().get(0).recordedAt());
    }

    private void appendNumbers(int count) {
        for (int i = 0; i < count; i++) {
            log.append(stream, event(i));
        }
    }
}
