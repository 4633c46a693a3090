package org.headrace.benchmarks.receiver;

import java.nio.ByteBuffer;

/** A message a frame. Frames that are too short are something else. */
final class FrameTally implements Tally {

    private final int shortest;

    private int length;

    FrameTally(int shortest) {
        this.shortest = shortest;
    }

    @Override
    public int piece(ByteBuffer in, int from, int to) {
        length += to - from;
        return 0;
    }

    @Override
    public int frameEnd() {
        boolean counts = length >= shortest;
        length = 0;
        return counts ? 1 : 0;
    }
}
