package org.headrace.projection;

import java.util.List;
import org.headrace.stream.RecordedEvent;

/**
 * A projection that is shown the events of a transaction before they are handed to it one by one: implemented beside
 * {@link Projection} or {@link DynamicProjection}. It may load at once what it would look up for each of them:
 *
 * <pre>{@code
 * public void prepare(List<RecordedEvent> events, BatchContext context) {
 *     List<String> ids = events.stream().map(RecordedEvent::key).distinct().toList();
 *     entities.createQuery("select u from User u where u.id in :ids", User.class)
 *             .setParameter("ids", ids)
 *             .getResultList(); // from here on find() takes them from the persistence context
 * }
 * }</pre>
 *
 * <p>Threads, transaction and retry as in {@link Projection}: what is thrown fails all of the events, which are then tried
 * half by half, as with a {@link BatchProjection}.
 */
public interface PreparedProjection {

    /**
     * Called in the transaction of these events, before the first of them.
     *
     * @param events at least one, of one stream, in order of offset; those of types that a {@link Projection} is not for
     *     among them
     */
    void prepare(List<RecordedEvent> events, BatchContext context) throws Exception;
}
