package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CombinerTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int AT_ONCE = 2;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch releaseOthers = new CountDownLatch(1);

    @AfterEach
    void stop() {
        release.countDown();
        releaseOthers.countDown();
        threads.shutdownNow();
    }

    /**
     * Who leads with a request below 0 stands until it is released, with one from 100 on until those are; one of 13 fails all
     * that are with it; others are doubled.
     */
    private Combiner<Integer, Integer> combiner(int most, Duration patience) {
        return combiner(most, patience, Duration.ZERO);
    }

    private Combiner<Integer, Integer> combiner(int most, Duration patience, Duration company) {
        return new Combiner<>(new Sharing(most, LONG, patience, company), AT_ONCE, requests -> {
            batches.add(requests);
            if (requests.get(0) < 0) {
                await(release);
            }
            if (requests.get(0) >= 100) {
                await(releaseOthers);
            }
            if (requests.contains(13)) {
                throw new IllegalStateException("13");
            }
            return requests.stream().map(it -> Optional.of(2 * it)).toList();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(50, TimeUnit.SECONDS)) {
                throw new AssertionError("never released");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<Future<Optional<Integer>>> submit(Combiner<Integer, Integer> combiner, int... requests) {
        List<Future<Optional<Integer>>> answers = new ArrayList<>();
        for (int request : requests) {
            int before = combiner.waiting();
            int begun = batches.size();
            answers.add(threads.submit(() -> combiner.run(request)));
            Awaitility.await().until(() -> combiner.waiting() > before || batches.size() > begun);
        }
        return answers;
    }

    private static void awaitAll(List<Future<Optional<Integer>>> answers) throws Exception {
        for (Future<Optional<Integer>> each : answers) {
            each.get();
        }
    }

    /** Returns when these have been served, beside one that still stands. */
    private void serveTogether(Combiner<Integer, Integer> combiner, int... requests) throws Exception {
        submit(combiner, -1, 100);
        List<Future<Optional<Integer>>> served = submit(combiner, requests);
        releaseOthers.countDown();
        awaitAll(served);
    }

    @Test
    void nobodyWaitsForCompany() {
        assertThat(combiner(16, LONG).run(4)).contains(8);
        assertThat(batches).containsExactly(List.of(4));
    }

    @Test
    void whoCameMeanwhileIsServedTogetherInOrder() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(3, LONG);
        submit(combiner, -1, -2);
        List<Future<Optional<Integer>>> answers = submit(combiner, 1, 2, 3, 4);
        assertThat(combiner.waiting()).isEqualTo(4);

        release.countDown();

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).contains(2 * (i + 1));
        }
        assertThat(batches).containsExactlyInAnyOrder(List.of(-1), List.of(-2), List.of(1, 2, 3), List.of(4));
    }

    @Test
    void whoHasWaitedTooLongWaitsForNobodyWhoStands() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, Duration.ofMillis(20));
        submit(combiner, -1, -2);

        // Sooner than those that stand give up.
        assertThat(threads.submit(() -> combiner.run(5)).get(20, TimeUnit.SECONDS))
                .contains(10);
    }

    @Test
    void whileOthersAreAtItWhoIsNextWaitsForAsManyAsWereServedLast() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG, LONG);
        serveTogether(combiner, 1, 2, 3);

        List<Future<Optional<Integer>>> back = submit(combiner, 4, 5);
        assertThat(combiner.waiting()).as("one is still to come back").isEqualTo(2);
        submit(combiner, 6);

        awaitAll(back);
        assertThat(batches).contains(List.of(1, 2, 3), List.of(4, 5, 6));
    }

    @Test
    void whoseCompanyDoesNotComeGoesOnWhenTheOthersHaveEnded() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG, LONG);
        serveTogether(combiner, 1, 2);
        List<Future<Optional<Integer>>> back = submit(combiner, 3);
        assertThat(combiner.waiting()).isEqualTo(1);

        release.countDown();

        assertThat(back.get(0).get()).contains(6);
    }

    @Test
    void whereNobodyIsAtItNobodyIsWaitedFor() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG, LONG);
        List<Future<Optional<Integer>>> first = submit(combiner, -1, -2);
        List<Future<Optional<Integer>>> last = submit(combiner, 100, 101);
        release.countDown();
        awaitAll(first);
        releaseOthers.countDown();
        awaitAll(last);

        assertThat(threads.submit(() -> combiner.run(4)).get(20, TimeUnit.SECONDS))
                .contains(8);
    }

    @Test
    void whoseCompanyDoesNotComeGoesOnAfterAMoment() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG, Duration.ofMillis(5));
        serveTogether(combiner, 1, 2);

        assertThat(threads.submit(() -> combiner.run(3)).get(20, TimeUnit.SECONDS))
                .contains(6);
    }

    @Test
    void whatFailsIsTheFailureOfWhoDidItAndNotDoneForTheOthers() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG);
        submit(combiner, -1, -2);
        List<Future<Optional<Integer>>> answers = submit(combiner, 1, 13);

        release.countDown();

        assertThatThrownBy(answers.get(0)::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("13");
        assertThat(answers.get(1).get()).isEmpty();
        assertThat(combiner.run(6)).as("others go on").contains(12);
    }

    @Test
    void anInterruptIsKeptForAfterwards() throws Exception {
        Combiner<Integer, Integer> combiner = combiner(16, LONG);
        submit(combiner, -1, -2);
        var thread = new CountDownLatch(1);
        List<Thread> waiting = new CopyOnWriteArrayList<>();
        Future<Boolean> kept = threads.submit(() -> {
            waiting.add(Thread.currentThread());
            thread.countDown();
            assertThat(combiner.run(7)).contains(14);
            return Thread.interrupted();
        });
        await(thread);
        Awaitility.await().until(() -> combiner.waiting() == 1);
        waiting.get(0).interrupt();

        release.countDown();

        assertThat(kept.get()).isTrue();
    }
}
