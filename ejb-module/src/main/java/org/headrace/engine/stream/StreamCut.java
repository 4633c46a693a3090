package org.headrace.engine.stream;

/**
 * A stream's loss of its newest events: its database was restored to an earlier state.
 *
 * @param number how often that was seen by this node; 0: never
 * @param end the newest offset that was left, −1 for none
 */
public record StreamCut(int number, long end) {

    static final StreamCut NONE = new StreamCut(0, -1);

    StreamCut next(long newest) {
        return new StreamCut(number + 1, newest);
    }
}
