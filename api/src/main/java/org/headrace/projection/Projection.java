package org.headrace.projection;

/**
 * Builds a read model from the events of one type. Events of other types are passed over; they still move the
 * checkpoint.
 *
 * <p>A CDI bean annotated with {@link StreamProjection}, or an object given to {@link ProjectionRegistry#register}. It
 * is called by one thread at a time, in order of offset (with {@link StreamProjection#parallelism} by several, and in
 * order of offset for each key), inside a JTA transaction that also moves the checkpoint: what
 * it writes to the data source {@code jdbc/headrace} reflects each event exactly once. An exception rolls the
 * transaction back; the event is retried, then {@link StreamProjection#onPoison} tells what follows. Effects on anything
 * else may happen more than once.
 *
 * @param <E> the payload's class; its event type is told by {@link org.headrace.stream.EventTypes#nameOf}
 */
public interface Projection<E> {
    void project(E event, EventContext context) throws Exception;
}
