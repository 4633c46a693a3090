package org.headrace.engine.projection;

import java.util.List;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.Segment;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction takes a projection forward by.
 *
 * @param segment the segment that is taken forward; null: the stream is not split
 * @param from where the checkpoint stands before
 * @param to where it stands afterwards
 * @param replaying whether all of the events had been processed before the last rebuild
 * @param events those between that the projection, or the segment, is to handle
 */
record Stretch(
        String stream, @Nullable Segment segment, long from, long to, boolean replaying, List<RecordedEvent> events) {

    /**
     * As far as some events, which may be others' as well where the stream is split. A stretch is either all replay or all
     * new, so that its context can say which.
     *
     * @param place of the stream
     * @param events at least one, from {@code from} on
     */
    static Stretch of(Checkpoint place, @Nullable Segment segment, long from, List<RecordedEvent> events) {
        List<RecordedEvent> own = segment == null
                ? events
                : events.stream().filter(segment::takes).toList();
        boolean replaying = from < place.replayUntil();
        long to = events.get(events.size() - 1).offset();
        var whole = new Stretch(place.stream(), segment, from, to, replaying, own);
        return replaying ? whole.upTo(place.replayUntil()) : whole;
    }

    RecordedEvent first() {
        return events.get(0);
    }

    /** As far as the first few events. */
    Stretch head(int count) {
        return new Stretch(stream, segment, from, events.get(count - 1).offset(), replaying, events.subList(0, count));
    }

    /** What is left when the first few events are done. */
    Stretch tail(int count) {
        long done = events.get(count - 1).offset();
        return new Stretch(stream, segment, done, to, replaying, events.subList(count, events.size()));
    }

    /** As far as an offset within. */
    Stretch upTo(long offset) {
        if (offset >= to) {
            return this;
        }
        int count = events.size();
        while (count > 0 && events.get(count - 1).offset() > offset) {
            count--;
        }
        return new Stretch(stream, segment, from, offset, replaying, events.subList(0, count));
    }
}
