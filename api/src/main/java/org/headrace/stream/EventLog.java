package org.headrace.stream;

import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The event log. Inject it: {@code @Inject EventLog log}. Safe for use by many threads.
 *
 * <p>What it holds to:
 *
 * <ul>
 *   <li>An append that returned outside a transaction, or whose transaction committed, is durable, once, at the offsets
 *       told.
 *   <li>Offsets of a stream are 0, 1, 2, … without a gap. Whoever sees offset k sees all before it.
 *   <li>Appending an event id again with the same type, key, data and time of occurrence writes nothing and gives the
 *       first offset back, so that a caller who does not know whether an append arrived just sends it again.
 * </ul>
 *
 * <p>Where the server has authenticated the caller of an append, its name becomes the member {@code principal} of each
 * event's metadata, unless the event has that member already.
 *
 * <p>All methods throw {@link EventLogUnavailableException} when the store cannot be reached.
 */
public interface EventLog {

    /**
     * Appends. With a JTA transaction active on the calling thread the append joins it: it is there when, and only when,
     * the transaction commits. An append without an expectation takes the stream's lock only right before the commit, and
     * its offsets are known after it; one with an expectation takes the lock, and is checked, at this call, and holds the
     * lock until the transaction ends. Without a transaction the append is durable when this method returns.
     *
     * @throws InvalidInputException when an event is over the size limit
     * @throws ConflictException when an expectation does not hold, or an event id is taken by another event
     * @throws StreamClosedException when the stream takes no more events
     * @throws OutcomeUnknownException when the connection broke during the commit
     */
    Appended append(Append append);

    /** {@link #append(Append)} without expectations. */
    default Appended append(String stream, NewEvent... events) {
        return append(Append.to(stream, events));
    }

    /**
     * Appends inside the caller's transaction with the stream's lock taken at this call, so that the offsets are known at
     * once. Other writers of the stream wait until the transaction ends. Without a transaction the same as
     * {@link #append(Append)}.
     *
     * <p>Transactions that lock several streams, each in another order, can wait for each other. One of them then gets an
     * {@link EventLogUnavailableException} at a call, or as the cause of its failed commit: roll back, and run the whole
     * transaction again. Locking in order of name avoids it.
     */
    Appended lockAndAppend(Append append);

    /**
     * Reads from an offset on. Sees what was committed before the call.
     *
     * @param from the first offset wanted, from 0
     * @param limit the most events to return, from 1; may be clamped
     * @throws StreamNotFoundException when the stream was never appended to
     * @throws EventsArchivedException when {@code from} is below the first live offset
     * @throws InvalidInputException for an illegal stream name, a negative {@code from} or a {@code limit} below 1
     */
    EventPage read(String stream, long from, int limit);

    /** {@link #read} of the events with one key only. */
    EventPage readKey(String stream, String key, long from, int limit);

    /** The stream, or nothing when it was never appended to. */
    Optional<StreamInfo> stream(String name);

    /**
     * Streams in order of name.
     *
     * @param after the last name of the page before; null: from the first
     */
    List<StreamInfo> streams(@Nullable String after, int limit);
}
