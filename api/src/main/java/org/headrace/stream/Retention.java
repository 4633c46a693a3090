package org.headrace.stream;

import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorActions;

/**
 * Ends streams, and takes old events out of the live log. Inject it: {@code @Inject Retention retention}. Safe for use
 * by many threads.
 *
 * <p>Offsets stay what they are: archived events keep theirs, and readers of the live log that begin below the first
 * live offset are told so ({@link EventsArchivedException}), never given a hole. Event ids of archived events, and keys'
 * versions, are still honoured by {@link EventLog#append}.
 *
 * <p>All methods throw {@link StreamNotFoundException} for a stream that was never appended to, and
 * {@link EventLogUnavailableException} when the store cannot be reached. What changes something is durable when it
 * returns, is recorded with who and why ({@link OperatorActions}), and throws {@link IllegalStateException} in a JTA
 * transaction: it commits on its own. What has no effect is not recorded.
 */
public interface Retention {

    /**
     * Lets the stream take no more events: {@link StreamClosedException}. Waits for the appends that are under way.
     * Without effect on a closed one.
     */
    StreamInfo close(String stream, Operator by);

    /** Lets a closed stream take events again. Without effect on an open one. */
    StreamInfo reopen(String stream, Operator by);

    /**
     * Archives the events below an offset, batch by batch, each in a transaction of its own; appends go on in between. It is
     * recorded in the first of them.
     * When it ends early, what was archived stays so: calling it again goes on from there. Offsets that are archived
     * already have no effect.
     *
     * @param offset becomes the first live offset; at most the one behind the newest event
     * @throws InvalidInputException for {@code below} when the offset is negative or too large
     */
    StreamInfo archiveBelow(String stream, long offset, Operator by);

    /**
     * Reads archived events from an offset on.
     *
     * @param from the first offset wanted, from 0
     * @param limit the most events to return, from 1; may be clamped
     * @throws InvalidInputException for an illegal stream name, a negative {@code from} or a {@code limit} below 1
     */
    ArchivePage readArchive(String stream, long from, int limit);

    /** {@link #readArchive} of the events with one key only. */
    ArchivePage readArchiveOfKey(String stream, String key, long from, int limit);
}
