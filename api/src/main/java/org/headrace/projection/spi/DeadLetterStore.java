package org.headrace.projection.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;

/** Keeps dead letters. Transactions as in {@link CheckpointStore}. */
public interface DeadLetterStore {

    /** A key in a stream: what order is kept of. */
    record StreamKey(String stream, String key) {}

    /** Inserts or replaces one that has failed. */
    void save(String projection, DeadLetter letter, String stackTrace);

    /** Inserts some that are queued. */
    void queue(String projection, List<DeadLetter> letters);

    /** False: there is none. */
    boolean remove(String projection, Address at);

    /** Removes all of a projection. */
    void clear(String projection);

    /** Gives all of a projection to another, in place of those that it has. */
    void move(String from, String to);

    Optional<DeadLetter> find(String projection, Address at);

    /** Nothing also where there is no such letter, or it is queued. */
    Optional<String> stackTrace(String projection, Address at);

    /** The letter with the lowest offset. */
    Optional<DeadLetter> firstOf(String projection, StreamKey key);

    /** The first one of each key and those without one, as far as the filter takes them, in order of stream and offset. */
    List<DeadLetter> heads(String projection, Filter filter);

    /** How many letters there are of each key that has any. */
    Map<StreamKey, Long> keys(String projection);

    /** How many letters there are of each stream that has any. */
    Map<String, Long> counts(String projection);

    /** @throws InvalidInputException for a cursor that no page gave */
    Page find(String projection, Query query);

    /** Of those that the filter takes; the most frequent first. */
    List<Cause> causes(String projection, Filter filter);
}
