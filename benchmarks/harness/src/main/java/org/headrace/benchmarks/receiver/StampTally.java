package org.headrace.benchmarks.receiver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.headrace.benchmarks.workload.Latencies;
import org.headrace.benchmarks.workload.Stamped;

/** Reads the time in each message, of which a frame may hold several. */
final class StampTally implements Tally {

    private static final byte[] MARK = Stamped.MARK.getBytes(StandardCharsets.US_ASCII);

    private final Latencies latencies;

    private byte[] frame = new byte[4 << 10];
    private int length;

    StampTally(Latencies latencies) {
        this.latencies = latencies;
    }

    @Override
    public int piece(ByteBuffer in, int from, int to) {
        int more = to - from;
        if (length + more > frame.length) {
            frame = Arrays.copyOf(frame, 2 * (length + more));
        }
        in.get(from, frame, length, more);
        length += more;
        return 0;
    }

    @Override
    public int frameEnd() {
        long now = System.nanoTime();
        int stamps = 0;
        int i = 0;
        while (i + MARK.length + Stamped.DIGITS <= length) {
            if (Arrays.equals(frame, i, i + MARK.length, MARK, 0, MARK.length)) {
                latencies.add(now - stamp(i + MARK.length));
                stamps++;
                i += MARK.length + Stamped.DIGITS;
            } else {
                i++;
            }
        }
        length = 0;
        return stamps;
    }

    private long stamp(int from) {
        long nanos = 0;
        for (int i = from; i < from + Stamped.DIGITS; i++) {
            nanos = nanos * 10 + frame[i] - '0';
        }
        return nanos;
    }
}
