package org.headrace.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

class TailRingTest {

    private static final long WEIGHT = TailEvent.weight(event(0));

    private final TailBudget budget = new TailBudget(8 * 20 * WEIGHT);
    private final TailRing ring = budget.newRing();

    @Test
    void holdsWhatFitsAndForgetsTheOldest() {
        for (int i = 0; i < 1_000; i++) {
            budget.hold(ring, List.of(event(i)));
            assertThat(ring.bytes()).isLessThanOrEqualTo(20 * WEIGHT);
        }

        assertThat(ring.start()).isEqualTo(980);
        assertThat(ring.end()).isEqualTo(1_000);
        assertThat(offsets(ring.from(995, 10))).containsExactly(995L, 996L, 997L, 998L, 999L);
        assertThat(offsets(ring.from(980, 2))).containsExactly(980L, 981L);
        assertThat(ring.from(979, 10)).isEmpty();
        assertThat(ring.from(1_000, 10)).isEmpty();
    }

    @Test
    void ofAPageThatIsTooLargeTheNewestIsHeld() {
        budget.hold(ring, page(0, 5));
        budget.hold(ring, page(5, 100));

        assertThat(ring.start()).isEqualTo(85);
        assertThat(ring.end()).isEqualTo(105);
    }

    @Test
    void anEventThatIsTooLargeIsPassedOver() {
        budget.hold(ring, page(0, 5));
        budget.hold(ring, List.of(StreamEvents.at("S", 5, "\"" + "x".repeat(100_000) + "\"")));
        assertThat(ring.from(5, 1)).isEmpty();
        assertThat(ring.end()).isEqualTo(6);
        assertThat(budget.held()).isZero();

        budget.hold(ring, page(6, 1));
        assertThat(offsets(ring.from(6, 10))).containsExactly(6L);
    }

    @Test
    void aPageThatDoesNotFollowBeginsAnew() {
        budget.hold(ring, page(0, 5));
        budget.hold(ring, page(70, 2));

        assertThat(ring.from(0, 10)).isEmpty();
        assertThat(offsets(ring.from(70, 10))).containsExactly(70L, 71L);
        assertThat(budget.held()).isEqualTo(2 * WEIGHT).isEqualTo(ring.bytes());
    }

    @Test
    void takesNoEventOutOfOrder() {
        budget.hold(ring, page(0, 1));

        assertThatThrownBy(() -> ring.add(new TailEvent(event(0), grown -> {})))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ring.add(new TailEvent(event(2), grown -> {})))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsEncodedCountsToo() {
        budget.hold(ring, page(0, 20));
        List<TailEvent> events = ring.from(0, 20);

        assertThat(events.get(19).form("wordy", e -> "x".repeat(1_000))).hasSize(1_000);
        assertThat(events.get(19).form("wordy", e -> "never asked again")).hasSize(1_000);

        assertThat(ring.bytes()).isGreaterThan(2_000 + WEIGHT).isLessThanOrEqualTo(20 * WEIGHT);
        assertThat(budget.held()).isEqualTo(ring.bytes());
        assertThat(events.get(0).form("wordy", e -> "long dropped")).isEqualTo("long dropped");
        assertThat(budget.held()).isEqualTo(ring.bytes());
    }

    @Test
    void ringsTogetherNeverHoldMoreThanTheNodeMay() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        long most = 400 * WEIGHT;
        var shared = new TailBudget(most);
        List<TailRing> rings = new ArrayList<>();
        int highest = 0;
        for (int i = 0; i < 5_000; i++) {
            if (rings.size() < 100 && random.nextInt(5) == 0) {
                rings.add(shared.newRing());
            }
            if (rings.isEmpty()) {
                continue;
            }
            TailRing one = rings.get(random.nextInt(rings.size()));
            shared.hold(one, page(one.end(), 1 + random.nextInt(60)));
            one.from(one.start(), 3).forEach(e -> e.form(shared, x -> "f".repeat(random.nextInt(3_000))));
            if (random.nextInt(50) == 0) {
                shared.remove(one);
                rings.remove(one);
                assertThat(one.bytes()).isZero();
            }
            assertThat(shared.held())
                    .as("seed %d, step %d", seed, i)
                    .isEqualTo(rings.stream().mapToLong(TailRing::bytes).sum())
                    .isLessThanOrEqualTo(most);
            highest = (int) Math.max(highest, 100 * shared.held() / most);
        }
        assertThat(highest).as("the bound was reached for, seed %d", seed).isGreaterThan(80);
    }

    @Test
    void aRingThatIsGivenUpTakesNothingMore() {
        budget.remove(ring);
        budget.hold(ring, page(0, 5));

        assertThat(ring.bytes()).isZero();
        assertThat(budget.held()).isZero();
    }

    private static List<Long> offsets(List<TailEvent> events) {
        return events.stream().map(TailEvent::offset).toList();
    }

    private static List<RecordedEvent> page(long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(TailRingTest::event)
                .toList();
    }

    private static RecordedEvent event(long offset) {
        return StreamEvents.at("S", offset, "1");
    }
}
