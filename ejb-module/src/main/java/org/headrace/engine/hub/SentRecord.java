package org.headrace.engine.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.headrace.engine.hub.SentPiece.Run;
import org.headrace.engine.hub.SentPiece.Text;
import org.jspecify.annotations.Nullable;

/**
 * The numbered messages that a client has not acknowledged yet. Of events only their places in the log are kept, so that
 * it costs no memory to speak of how large they are. It is bounded like a window: when it is full nothing numbered goes
 * out until the client acknowledges. Only used by its connection's tasks, one at a time.
 */
final class SentRecord implements Journal {

    /** A piece weighs some 150 bytes. */
    static final int MOST_PIECES = 4_096;

    static final int MOST_TEXT_CHARS = 256 << 10;

    /** What a reconnect may have to read and send again. Clients acknowledge about once a second. */
    static final long MOST_EVENT_CHARS = 16L << 20;

    static final int MOST_MESSAGES = 100_000;

    private final NumberedProtocol protocol;
    private final Deque<SentPiece> pieces = new ArrayDeque<>();
    private long last;
    private long acknowledged;
    private long resumedTo;
    private long textChars;
    private long eventChars;

    SentRecord(NumberedProtocol protocol) {
        this.protocol = protocol;
    }

    /**
     * The number of the first message that is kept, of the next one when none is: not acknowledged, or sent again and
     * followed by none that is.
     */
    long first() {
        SentPiece oldest = pieces.peekFirst();
        return oldest == null ? last + 1 : oldest.first();
    }

    /** The number of the newest message, 0 for none. */
    long last() {
        return last;
    }

    /** All from the first on. */
    List<SentPiece> pieces() {
        return List.copyOf(pieces);
    }

    @Override
    public boolean hasRoom() {
        return acknowledged == last || isWithinBounds();
    }

    private boolean isWithinBounds() {
        return pieces.size() < MOST_PIECES
                && textChars < MOST_TEXT_CHARS
                && eventChars < MOST_EVENT_CHARS
                && last + 1 - first() < MOST_MESSAGES;
    }

    @Override
    public boolean note(String text) {
        int count = protocol.numbered(text);
        if (count == 0) {
            return true;
        }
        if (!hasRoom()) {
            return false;
        }
        add(new Text(last + 1, count, text));
        return true;
    }

    @Override
    public void note(SentEvent event) {
        if (newest() instanceof Run run && run.isFollowedBy(event)) {
            pieces.removeLast();
            pieces.addLast(run.withNext(event.chars()));
            last++;
            eventChars += event.chars();
        } else {
            add(Run.of(last + 1, event));
        }
    }

    /**
     * All that is kept is sent again. Clients count it again, and acknowledge meanwhile what they had before: only when
     * something newer is acknowledged it is known that they have counted it all. Until then it is kept, lest the next time
     * the record begin beyond where a client is.
     */
    void resumed() {
        resumedTo = last;
    }

    /**
     * The client has all messages up to a number. Of messages kept as one text all are kept until it has the last.
     *
     * @return false: so much was never sent
     */
    boolean acknowledge(long number) {
        if (number > last) {
            return false;
        }
        acknowledged = Math.max(acknowledged, number);
        if (number <= resumedTo) {
            return true;
        }
        for (SentPiece oldest = pieces.peekFirst();
                oldest != null && oldest.first() <= number;
                oldest = pieces.peekFirst()) {
            if (oldest.last() > number && oldest instanceof Text) {
                break;
            }
            pieces.removeFirst();
            weigh(oldest, -1);
            if (oldest.last() > number && oldest instanceof Run run) {
                Run rest = run.after((int) (number + 1 - run.first()));
                pieces.addFirst(rest);
                weigh(rest, 1);
                break;
            }
        }
        return true;
    }

    private @Nullable SentPiece newest() {
        return pieces.peekLast();
    }

    private void add(SentPiece piece) {
        pieces.addLast(piece);
        last = piece.last();
        weigh(piece, 1);
    }

    private void weigh(SentPiece piece, int sign) {
        if (piece instanceof Text text) {
            textChars += (long) sign * text.text().length();
        } else if (piece instanceof Run run) {
            eventChars += sign * run.chars();
        }
    }
}
