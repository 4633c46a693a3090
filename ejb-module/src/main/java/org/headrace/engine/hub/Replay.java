package org.headrace.engine.hub;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.headrace.engine.hub.SentPiece.Run;
import org.headrace.engine.hub.SentPiece.Text;
import org.headrace.engine.stream.LiveStream;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages again in the order of their numbers, without leaving any out: the client counts them. Events are read
 * again, a frame's worth at a time. Only used by its connection's tasks, one at a time.
 */
final class Replay {

    private final NumberedProtocol protocol;
    private final Deque<SentPiece> left;
    private final Reader reader;
    private boolean reading;
    private boolean cancelled;
    private List<RecordedEvent> read = List.of();

    /** Begins to read for it; {@link #endReading} is to be called with what was found. */
    interface Reader {
        void read(Replay asking, LiveStream live, long from, int most);
    }

    Replay(NumberedProtocol protocol, Collection<SentPiece> pieces, Reader reader) {
        this.protocol = protocol;
        this.left = new ArrayDeque<>(pieces);
        this.reader = reader;
    }

    boolean isOver() {
        return left.isEmpty();
    }

    void cancel() {
        cancelled = true;
        left.clear();
    }

    /** The next frame; null: it is over, or events are being read. */
    @Nullable
    FrameText next() {
        var frame = new Frame(protocol.joins());
        while (!left.isEmpty() && !reading) {
            SentPiece piece = left.element();
            boolean isThrough = piece instanceof Run run ? addEvents(frame, run) : addText(frame, piece);
            if (!isThrough) {
                break;
            }
        }
        return frame.isEmpty() ? null : frame.text();
    }

    private boolean addText(Frame frame, SentPiece piece) {
        if (!(piece instanceof Text text) || !frame.hasRoomFor(text.text().length())) {
            return false;
        }
        frame.add(text.text());
        left.remove();
        return true;
    }

    /** @return false: the frame is full, or there is nothing to fill it with yet */
    private boolean addEvents(Frame frame, Run run) {
        if (read.isEmpty()) {
            reading = true;
            reader.read(this, run.live(), run.offset(), run.count());
            return false;
        }
        int added = 0;
        for (RecordedEvent event : read) {
            Run rest = run.after(added);
            String resultId = SentEvent.resultId(rest.answerer(), event.offset());
            String start = protocol.eventStart(event);
            if (!frame.add(EventMessage.of(protocol, start, rest.previous(), resultId))) {
                break;
            }
            added++;
            if (added == run.count()) {
                break;
            }
        }
        boolean tookAll = added == Math.min(read.size(), run.count());
        read = tookAll ? List.of() : read.subList(added, read.size());
        left.remove();
        if (added < run.count()) {
            left.addFirst(run.after(added));
        }
        return tookAll;
    }

    /**
     * What was asked for has been read. Without effect when it is cancelled.
     *
     * @return false: the log does not hold it any more
     */
    boolean endReading(List<RecordedEvent> events) {
        reading = false;
        if (cancelled) {
            return true;
        }
        if (events.isEmpty()
                || !(left.peek() instanceof Run run)
                || events.get(0).offset() != run.offset()) {
            return false;
        }
        read = Frame.thoseThatFit(events);
        return true;
    }
}
