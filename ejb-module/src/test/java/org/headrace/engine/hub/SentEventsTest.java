package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentEventsTest {

    /** Those sent that count against the window. */
    private final TreeSet<Long> model = new TreeSet<>();

    /** Of those the ones that are answered while one before them is not. */
    private final TreeSet<Long> answered = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 17, 100, 1_000})
    void thereIsRoomForAsManyAsAreAcknowledged(int most) {
        var random = new Random(most);
        var sent = new SentEvents(Window.of(most));
        long offset = -1;
        for (int i = 0; i < 20_000; i++) {
            if (sent.room() > 0 && random.nextInt(3) > 0) {
                offset += 1 + random.nextInt(3);
                sent.add(offset);
                model.add(offset);
            } else if (random.nextBoolean() && offset >= 0) {
                answer(sent, offset - random.nextInt(1 + most));
            } else {
                long upTo = offset - random.nextInt(1 + most / 2);
                answered.addAll(model.headSet(upTo, true));
                assertThat(sent.removeUpTo(upTo)).isEqualTo(removeAnswered());
            }
            assertThat(sent.room()).isEqualTo(most - model.size());
        }
    }

    private void answer(SentEvents sent, long offset) {
        if (model.contains(offset)) {
            answered.add(offset);
        }
        assertThat(sent.remove(offset)).isEqualTo(removeAnswered());
    }

    private long removeAnswered() {
        long last = -1;
        while (!model.isEmpty() && answered.contains(model.first())) {
            last = model.pollFirst();
            answered.remove(last);
        }
        return last;
    }
}
