package org.headrace.engine.hub;

import org.headrace.engine.stream.LiveStream;

/** Messages that were sent one after the other and may have to be sent again. */
sealed interface SentPiece {

    /** The number of the first. */
    long first();

    int count();

    default long last() {
        return first() + count() - 1;
    }

    /** Kept as they were. */
    record Text(long first, int count, String text) implements SentPiece {}

    /**
     * Events of a stream without a gap, to be read again.
     *
     * @param offset of the first
     * @param chars about how long their messages are together
     * @param previous the offset that the first message names as the one before; all others name the one before theirs
     * @param answerer as in {@link SentEvent}, of all
     */
    record Run(long first, int count, LiveStream live, long offset, long chars, long previous, long answerer)
            implements SentPiece {

        static Run of(long number, SentEvent event) {
            return new Run(number, 1, event.live(), event.offset(), event.chars(), event.previous(), event.answerer());
        }

        boolean isFollowedBy(SentEvent event) {
            return live == event.live()
                    && event.offset() == nextOffset()
                    && event.follows()
                    && answerer == event.answerer();
        }

        long nextOffset() {
            return offset + count;
        }

        Run withNext(int moreChars) {
            return new Run(first, count + 1, live, offset, chars + moreChars, previous, answerer);
        }

        /** What is left after the first so many, fewer than all. */
        Run after(int messages) {
            return new Run(
                    first + messages,
                    count - messages,
                    live,
                    offset + messages,
                    chars - chars * messages / count,
                    messages == 0 ? previous : offset + messages - 1,
                    answerer);
        }
    }
}
