package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.headrace.stream.EventPage;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final String STREAM = "Orders";
    private static final int LIMIT = 10;
    private static final EventPage FIRST = new EventPage(STREAM, List.of(), 10, 99);

    /** What was read, and by whom. */
    private final List<String> reads = new ArrayList<>();

    private final Standing standing = new Standing();
    private String reader = "self";
    private boolean broken;

    @Test
    void aPageThatWasReadAheadIsNotReadAgain() {
        ReadAhead ahead = over(this::atOnce);

        ahead.begin(FIRST, LIMIT);
        EventPage page = ahead.read(STREAM, 10, LIMIT);

        assertThat(page.nextOffset()).isEqualTo(20);
        assertThat(reads).containsExactly("10 by other");
    }

    @Test
    void itIsThereForOnce() {
        ReadAhead ahead = over(this::atOnce);

        ahead.begin(FIRST, LIMIT);
        ahead.read(STREAM, 10, LIMIT);
        ahead.read(STREAM, 10, LIMIT);

        assertThat(reads).containsExactly("10 by other", "10 by self");
    }

    @Test
    void anotherPageIsReadAsIfThereWereNone() {
        ReadAhead ahead = over(this::atOnce);

        ahead.begin(FIRST, LIMIT);
        ahead.read(STREAM, 5, LIMIT);
        ahead.begin(FIRST, LIMIT);
        ahead.read(STREAM, 10, 1);

        assertThat(reads).containsExactly("10 by other", "5 by self", "10 by other", "10 by self");
    }

    @Test
    void whatIsForgottenTakesItAlong() {
        ReadAhead ahead = over(this::atOnce);

        ahead.begin(FIRST, LIMIT);
        standing.forget();
        ahead.read(STREAM, 10, LIMIT);
        ahead.begin(FIRST, LIMIT);
        standing.forget(STREAM);
        ahead.read(STREAM, 10, LIMIT);

        assertThat(reads).containsExactly("10 by other", "10 by self", "10 by other", "10 by self");
    }

    @Test
    void whereNoThreadIsFreeItIsReadWhenItIsWanted() {
        ReadAhead ahead = over(task -> false);

        ahead.begin(FIRST, LIMIT);
        assertThat(reads).isEmpty();
        ahead.read(STREAM, 10, LIMIT);

        assertThat(reads).containsExactly("10 by self");
    }

    /** All threads may be waiting for pages. */
    @Test
    void whoWantsItDoesNotWaitForAThreadThatHasNotBegun() {
        List<Runnable> queued = new ArrayList<>();
        ReadAhead ahead = over(queued::add);

        ahead.begin(FIRST, LIMIT);
        ahead.read(STREAM, 10, LIMIT);
        queued.forEach(Runnable::run);

        assertThat(reads).containsExactly("10 by self");
    }

    @Test
    void nobodyReadsWhatIsNotWantedAnyMore() {
        List<Runnable> queued = new ArrayList<>();
        ReadAhead ahead = over(queued::add);

        ahead.begin(FIRST, LIMIT);
        standing.forget();
        queued.forEach(Runnable::run);

        assertThat(reads).isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsTriedAgainByWhoWantsIt() {
        ReadAhead ahead = over(this::atOnce);
        broken = true;
        ahead.begin(FIRST, LIMIT);

        assertThatThrownBy(() -> ahead.read(STREAM, 10, LIMIT)).hasMessage("read by self");
        broken = false;

        assertThat(ahead.read(STREAM, 10, LIMIT).nextOffset()).isEqualTo(20);
    }

    private ReadAhead over(Predicate<Runnable> otherThreads) {
        return new ReadAhead(this::read, standing, otherThreads);
    }

    private EventPage read(String stream, long from, int limit) {
        if (broken) {
            throw new IllegalStateException("read by " + reader);
        }
        reads.add(from + " by " + reader);
        return new EventPage(stream, List.of(), from + limit, 99);
    }

    private boolean atOnce(Runnable task) {
        reader = "other";
        task.run();
        reader = "self";
        return true;
    }
}
