package org.headrace.engine.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables;
import org.headrace.projection.spi.Segment;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Takes a new version the last steps to the offsets of the one that serves, in the transaction of an operator's action,
 * which keeps both from moving.
 *
 * @param parts of the new version
 */
record TakeForward(ProjectionDefinition definition, RunnerParts parts, RebuildTables tables) {

    /** More than this the operator, and the projection that serves, should not be kept waiting for. */
    private static final long MOST = 5_000;

    /** A stream, or the segment of one, that is to be read on. */
    private record Lane(Checkpoint place, @Nullable Segment segment, long from, long end) {}

    /**
     * @param served offsets of the one that serves, by stream
     * @throws ProjectionStateException when too much is left to be read
     */
    void to(Map<String, Long> served, Rebuild rebuild) {
        List<Lane> lanes = new ArrayList<>();
        served.forEach((stream, end) -> lanes.addAll(lanes(stream, end)));
        long left =
                lanes.stream().mapToLong(lane -> lane.end() - lane.from()).max().orElse(0);
        if (left > MOST) {
            throw new ProjectionStateException("The new version of projection " + definition.name()
                    + " has not caught up: " + left + " events to go. See how far it is, and try again");
        }
        String entered = tables.enter(rebuild);
        var work = new StretchWork(definition, parts, new Standing());
        lanes.forEach(lane -> takeOn(lane, work));
        served.keySet().forEach(stream -> parts.places().follow(definition.name(), stream));
        BesideVersion.requireUntouched(rebuild, tables);
        tables.leave(entered);
    }

    private List<Lane> lanes(String stream, long end) {
        Checkpoint place = parts.placeOf(definition.name(), stream);
        List<Segment> segments = parts.places().segments().load(definition.name(), stream);
        return segments.isEmpty()
                ? List.of(new Lane(place, null, place.lastProcessedOffset(), end))
                : segments.stream()
                        .map(segment -> new Lane(place, segment, segment.lastProcessedOffset(), end))
                        .toList();
    }

    private void takeOn(Lane lane, StretchWork work) {
        EventPages pages = parts.pages();
        String stream = lane.place().stream();
        long at = lane.from();
        while (at < lane.end()) {
            List<RecordedEvent> events = EventPages.upTo(
                    lane.end(),
                    pages.read(stream, at + 1, definition.options().batchSize()).events());
            if (events.isEmpty()) {
                throw new ProjectionStateException(
                        "Stream " + stream + " has no event at offset " + (at + 1) + ", which serves already");
            }
            Stretch stretch = Stretch.of(lane.place(), lane.segment(), at, events);
            process(work, stretch);
            at = stretch.to();
        }
    }

    private static void process(StretchWork work, Stretch stretch) {
        try {
            work.process(stretch, 0);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("An event failed in the new version", e);
        }
    }
}
