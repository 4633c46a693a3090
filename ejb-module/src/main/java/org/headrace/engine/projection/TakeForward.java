package org.headrace.engine.projection;

import java.util.List;
import java.util.Map;
import org.headrace.projection.BatchContext;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Checkpoint.Move;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.stream.EventPage;
import org.headrace.stream.RecordedEvent;

/**
 * Takes a new version the last steps to the offsets of the one that serves, in the transaction of an operator's action,
 * which keeps both from moving.
 *
 * @param parts of the new version
 */
record TakeForward(ProjectionDefinition definition, RunnerParts parts, RebuildTables tables) {

    /** More than this the operator, and the projection that serves, should not be kept waiting for. */
    private static final long MOST = 5_000;

    /**
     * @param places of the new version, by stream
     * @param served offsets of the one that serves, by stream
     * @throws ProjectionStateException when too much is left to be read, or an event fails
     */
    void to(Map<String, Long> served, Map<String, Checkpoint> places, Rebuild rebuild) {
        long left = places.values().stream()
                .mapToLong(place -> served.getOrDefault(place.stream(), -1L) - place.lastProcessedOffset())
                .sum();
        if (left > MOST) {
            throw new ProjectionStateException("The new version of projection " + definition.name()
                    + " has not caught up: " + left + " events to go. See how far it is, and try again");
        }
        String entered = tables.enter(rebuild);
        var handler = HandlerCall.of(definition);
        var pages = new EventPages(parts.streams(), parts.retention());
        for (Checkpoint place : places.values()) {
            long end = served.getOrDefault(place.stream(), -1L);
            long at = place.lastProcessedOffset();
            while (at < end) {
                EventPage page =
                        pages.read(place.stream(), at + 1, definition.options().batchSize());
                at = process(handler, EventPages.upTo(end, page.events()), place, at);
            }
        }
        BesideVersion.requireUntouched(rebuild, tables);
        tables.leave(entered);
    }

    private long process(HandlerCall handler, List<RecordedEvent> read, Checkpoint place, long at) {
        if (read.isEmpty()) {
            throw new ProjectionStateException(
                    "Stream " + place.stream() + " has no event at offset " + (at + 1) + ", which serves already");
        }
        List<RecordedEvent> events = EventPages.uniformlyReplayed(read, place.replayUntil());
        long last = events.get(events.size() - 1).offset();
        var parking = new Parking(definition, parts, new Standing());
        Parking.Split split = parking.split(events);
        int unknown = split.open().isEmpty() ? 0 : handle(handler, split.open(), last <= place.replayUntil());
        parking.queue(split.queued());
        var counts = new Counts(split.open().size(), unknown, 0, split.queued().size());
        parts.places().checkpoints().advance(definition.name(), place.stream(), new Move(at, last, counts));
        return last;
    }

    private int handle(HandlerCall handler, List<RecordedEvent> events, boolean replaying) {
        try {
            var context = new BatchContext(definition.name(), 0, replaying);
            int unknown = handler.handle(parts.contributed().upcasters().upcast(events), context);
            parts.contributed().flush();
            return unknown;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("An event failed in the new version", e);
        }
    }
}
