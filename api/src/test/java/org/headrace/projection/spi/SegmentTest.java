package org.headrace.projection.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.headrace.projection.ProjectionStatus.Counts;
import org.junit.jupiter.api.Test;

class SegmentTest {

    @Test
    void similarKeysAreSpreadEvenly() {
        for (int of : new int[] {2, 3, 8, 64}) {
            int[] found = new int[of];
            IntStream.range(0, 64_000).forEach(i -> found[Segment.numberOf("ORD-" + i, of)]++);
            assertThat(Arrays.stream(found)).allMatch(n -> n > 64_000 / of * 8 / 10 && n < 64_000 / of * 12 / 10);
        }
    }

    @Test
    void aKeyBelongsToTheSameSegmentInEveryVersion() {
        assertThat(Segment.numberOf("ORD-001", 8)).isEqualTo(6);
        assertThat(Segment.numberOf("ORD-002", 8)).isEqualTo(4);
        assertThat(Segment.numberOf("ORD-001", 1)).isZero();
        assertThat(Segment.numberOf(null, 8)).isZero();
    }

    @Test
    void thereIsNoSegmentOutsideItsNumber() {
        assertThatThrownBy(() -> new Segment(2, 2, -1, Counts.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Segment(-1, 2, -1, Counts.NONE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Segment(0, 65, -1, Counts.NONE)).isInstanceOf(IllegalArgumentException.class);
    }
}
