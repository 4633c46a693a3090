package org.headrace.benchmarks.receiver;

import java.nio.ByteBuffer;

/** Counts the messages of one connection, given its frames' payload as it comes in. */
interface Tally {

    /**
     * Looks at a piece of a data frame; positions are left alone.
     *
     * @return how many messages have ended in it
     */
    int piece(ByteBuffer in, int from, int to);

    /** @return how many messages ended with the frame */
    int frameEnd();
}
