package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

class StreamTailTest {

    private final StreamTail tail = new StreamTail();

    @Test
    void holdsWhatFitsAndForgetsTheOldest() {
        long room = 20 * event(0).weight();
        for (int i = 0; i < 1_000; i++) {
            tail.add(event(i), room);
            assertThat(tail.bytes()).isLessThanOrEqualTo(room);
        }

        assertThat(tail.start()).isEqualTo(980);
        assertThat(tail.end()).isEqualTo(1_000);
        assertThat(offsets(tail.from(995, 10))).containsExactly(995L, 996L, 997L, 998L, 999L);
        assertThat(offsets(tail.from(980, 2))).containsExactly(980L, 981L);
        assertThat(tail.from(979, 10)).isEmpty();
        assertThat(tail.from(1_000, 10)).isEmpty();
    }

    @Test
    void holdsTheNewestHoweverLargeItIs() {
        tail.add(event(0), 1);
        tail.add(event(1), 1);

        assertThat(offsets(tail.from(1, 10))).containsExactly(1L);
        assertThat(tail.start()).isEqualTo(1);
    }

    @Test
    void restartsAnywhere() {
        tail.add(event(0), 1 << 20);
        tail.restartAt(70);

        assertThat(tail.bytes()).isZero();
        tail.add(event(70), 1 << 20);
        assertThat(offsets(tail.from(70, 10))).containsExactly(70L);
        assertThat(tail.from(0, 10)).isEmpty();
    }

    @Test
    void takesNoEventOutOfOrder() {
        tail.add(event(0), 1 << 20);

        assertThatThrownBy(() -> tail.add(event(0), 1 << 20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tail.add(event(2), 1 << 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBudgetIsSharedAmongStreams() {
        assertThat(new TailBudget(() -> 1).bytes()).isEqualTo(8 << 20);
        assertThat(new TailBudget(() -> 64).bytes()).isEqualTo(1 << 20);
        assertThat(new TailBudget(() -> 100_000).bytes()).isEqualTo(64 << 10);
    }

    private static List<Long> offsets(List<TailEvent> events) {
        return events.stream().map(TailEvent::offset).toList();
    }

    private static TailEvent event(long offset) {
        return new TailEvent(new RecordedEvent(
                "S",
                offset,
                new UUID(1, offset),
                "T",
                null,
                JsonText.of("1"),
                JsonText.EMPTY_OBJECT,
                null,
                Instant.EPOCH));
    }
}
