package org.headrace.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of this node's projections, and what operators do to them. Inject it. Safe for use by many threads.
 *
 * <p>Of the letters of one key in a stream the first one is handled before the others. When it was retried with success,
 * or skipped, those queued behind it are handled as well, in order, until one fails. Each is a transaction of its own:
 * handler, the letter's end and the counts commit together. The projection stands while the letters of one key are
 * handled. None of these methods may be called within a transaction. Each action is recorded with who and why.
 *
 * <p>All methods throw {@link ProjectionNotFoundException} for an unknown projection, and
 * {@link org.headrace.stream.EventLogUnavailableException} when the store does not answer.
 */
public interface DeadLetters {

    /**
     * Which letters; null: any.
     *
     * @param cause as in {@link DeadLetter.Failure}; those that are only queued have none
     * @param within the streams that may be looked at, whatever else is asked for
     */
    record Filter(@Nullable String stream, @Nullable String key, @Nullable String cause, @Nullable Set<String> within) {

        public static final Filter ALL = new Filter(null, null, null);

        public Filter {
            within = within == null ? null : Set.copyOf(within);
        }

        /** Of all streams. */
        public Filter(@Nullable String stream, @Nullable String key, @Nullable String cause) {
            this(stream, key, cause, null);
        }

        /** The same of some streams only. */
        public Filter within(@Nullable Set<String> streams) {
            return new Filter(stream, key, cause, streams);
        }

        /** Whether it is one of them. */
        public boolean takes(DeadLetter letter) {
            return (within == null || within.contains(letter.at().stream()))
                    && (stream == null || stream.equals(letter.at().stream()))
                    && (key == null || key.equals(letter.key()))
                    && (cause == null
                            || (letter.failure() != null
                                    && cause.equals(letter.failure().cause())));
        }
    }

    /**
     * What to look for.
     *
     * @param limit from 1
     * @param cursor of the page before; null: the first page
     */
    record Query(Filter filter, int limit, @Nullable String cursor) {}

    /**
     * Some letters.
     *
     * @param next the cursor of the page after; null: there is none
     */
    record Page(List<DeadLetter> letters, @Nullable String next) {
        public Page {
            letters = List.copyOf(letters);
        }
    }

    /**
     * Letters that failed for one reason.
     *
     * @param first when one of them failed first
     * @param last when one of them failed last
     * @param example the one that failed last
     */
    record Cause(String cause, long count, Instant first, Instant last, DeadLetter example) {}

    /**
     * A letter and what belongs to it.
     *
     * @param stackTrace null: it is queued
     * @param event as the log holds it
     */
    record Detail(DeadLetter letter, @Nullable String stackTrace, RecordedEvent event) {}

    /**
     * What an action on many letters would touch.
     *
     * @param letters those it would begin with, in order of stream and offset: the first ones of their keys
     * @param queuedBehind how many would be handled after them
     */
    record Touched(List<DeadLetter> letters, long queuedBehind) {
        public Touched {
            letters = List.copyOf(letters);
        }
    }

    /**
     * What became of letters.
     *
     * @param processed those handled, the queued ones included
     * @param failed those that failed again and stay, in the order tried
     * @param remaining the letters that the projection has left
     */
    record Handled(long processed, long skipped, List<Failed> failed, long remaining) {

        /** One that stays. */
        public record Failed(Address at, String error) {}

        public Handled {
            failed = List.copyOf(failed);
        }
    }

    /**
     * In order of stream and offset.
     *
     * @throws InvalidInputException for a cursor that no page gave
     */
    Page find(String projection, Query query);

    /** How many there are of each stream that has any. */
    Map<String, Long> counts(String projection);

    /** Of those that the filter takes; the most frequent first. */
    List<Cause> causes(String projection, Filter filter);

    /** @throws DeadLetterNotFoundException when there is none */
    Detail get(String projection, Address at);

    /**
     * Hands a letter to its projection again, and then those queued behind it. Where it fails it stays, with the new
     * error.
     *
     * @param editedData replaces the data for this try and, where that fails, for later ones; in the form in which the
     *     log holds it, since upcasters run on it; null: as it was
     * @throws DeadLetterNotFoundException when there is none
     * @throws ProjectionStateException when it is queued behind another one
     */
    Handled retry(String projection, Address at, @Nullable JsonText editedData, Operator by);

    /**
     * Gives a letter up. Where it was the first one of its key, those queued behind it are handled.
     *
     * @throws DeadLetterNotFoundException when there is none
     * @throws InvalidInputException when no reason is given
     */
    Handled skip(String projection, Address at, Operator by);

    /** What {@link #retryAll} and {@link #skipAll} would touch at this moment. Changes nothing. */
    Touched touched(String projection, Filter filter);

    /** Retries the first letter of each key, and each without a key, that the filter takes. */
    Handled retryAll(String projection, Filter filter, Operator by);

    /**
     * Skips those that {@link #retryAll} would retry; those queued behind them are handled. So is one that is the first of
     * its key and has never failed, as a node may leave it that died while it handled letters.
     *
     * @throws InvalidInputException when no reason is given
     */
    Handled skipAll(String projection, Filter filter, Operator by);
}
