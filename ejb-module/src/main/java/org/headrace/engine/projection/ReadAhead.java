package org.headrace.engine.projection;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.headrace.stream.EventPage;
import org.jspecify.annotations.Nullable;

/**
 * Reads the page that follows one while that one is processed, where another thread is free for it: the database and the
 * handler work at the same time. One page of a stream at the most. What was read ahead goes with all else that a standing
 * forgets, after a failure above all. Called under the runner's lock.
 */
final class ReadAhead {

    private final Pages pages;
    private final Standing standing;
    private final Predicate<Runnable> otherThreads;

    /** Where pages come from. Safe for use by many threads. */
    @FunctionalInterface
    interface Pages {
        EventPage read(String stream, long from, int limit);
    }

    /** A page that is being read, or was. */
    static final class Next {

        private final long from;
        private final int limit;
        private final FutureTask<EventPage> reading;

        private Next(Pages pages, String stream, long from, int limit) {
            this.from = from;
            this.limit = limit;
            this.reading = new FutureTask<>(() -> pages.read(stream, from, limit));
        }

        private boolean is(long wantedFrom, int wantedLimit) {
            return from == wantedFrom && limit == wantedLimit;
        }

        /** Reads on this thread where no other has begun. Null: it could not be read. */
        private @Nullable EventPage await() {
            reading.run();
            try {
                return reading.get();
            } catch (ExecutionException e) {
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        /** Nobody wants it any more. */
        void drop() {
            reading.cancel(false);
        }
    }

    /** @param otherThreads hands work to another thread; false: none is free */
    ReadAhead(Pages pages, Standing standing, Predicate<Runnable> otherThreads) {
        this.pages = pages;
        this.standing = standing;
        this.otherThreads = otherThreads;
    }

    /** A page, from what was read ahead where it was that. */
    EventPage read(String stream, long from, int limit) {
        Next next = standing.takeAhead(stream);
        EventPage page = next != null && next.is(from, limit) ? next.await() : null;
        // What could not be read ahead is asked for once more, so that it is this thread that hears why.
        return page != null ? page : pages.read(stream, from, limit);
    }

    /** Begins to read what follows a page that is about to be processed. */
    void begin(EventPage page, int limit) {
        var next = new Next(pages, page.stream(), page.nextOffset(), limit);
        if (otherThreads.test(next.reading)) {
            standing.ahead(page.stream(), next);
        }
    }
}
