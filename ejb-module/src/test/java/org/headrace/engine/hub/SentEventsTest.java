package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentEventsTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 17, 100, 1_000})
    void thereIsRoomForAsManyAsAreAcknowledged(int most) {
        var random = new Random(most);
        var sent = new SentEvents(new Window(most));
        var model = new TreeSet<Long>();
        long offset = -1;
        for (int i = 0; i < 20_000; i++) {
            if (sent.room() > 0 && random.nextInt(3) > 0) {
                offset += 1 + random.nextInt(3);
                sent.add(offset);
                model.add(offset);
            } else {
                long upTo = offset - random.nextInt(1 + most / 2);
                sent.removeUpTo(upTo);
                model.headSet(upTo, true).clear();
            }
            assertThat(sent.room()).isEqualTo(most - model.size());
        }
    }
}
