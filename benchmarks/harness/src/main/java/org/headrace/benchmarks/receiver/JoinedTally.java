package org.headrace.benchmarks.receiver;

import java.nio.ByteBuffer;

/** Messages that end in U+001E, of which only calls ({@code "type":1}) count. It passes over what cannot be an end. */
final class JoinedTally implements Tally {

    private static final int TYPE_AT = "{\"type\":".length();

    private final int shortest;

    private int at;
    private boolean counts;

    /** @param shortest bytes of any message that counts */
    JoinedTally(int shortest) {
        this.shortest = shortest;
    }

    @Override
    public int piece(ByteBuffer in, int from, int to) {
        int ended = 0;
        int i = from;
        while (i < to) {
            if (at < TYPE_AT) {
                int passed = Math.min(TYPE_AT - at, to - i);
                at += passed;
                i += passed;
            } else if (at == TYPE_AT) {
                counts = in.get(i++) == '1';
                at++;
            } else if (counts && at < shortest - 1) {
                int passed = Math.min(shortest - 1 - at, to - i);
                at += passed;
                i += passed;
            } else if (in.get(i++) != Dialect.END) {
                at++;
            } else {
                ended += counts ? 1 : 0;
                at = 0;
            }
        }
        return ended;
    }

    @Override
    public int frameEnd() {
        return 0;
    }
}
