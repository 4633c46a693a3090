package org.headrace.benchmarks.fanout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.headrace.benchmarks.workload.Stamped;

/** A message as the hub sends it, with the time of its making in it. */
public final class StampedMessage {

    private final byte[] text;
    private final int stampAt;

    /** @param sample a message of the hub */
    public StampedMessage(String sample) {
        text = sample.getBytes(StandardCharsets.UTF_8);
        // What comes before it is ASCII.
        stampAt = sample.indexOf(Stamped.MARK) + Stamped.MARK.length();
        if (stampAt < Stamped.MARK.length()) {
            throw new IllegalArgumentException("There is no time in " + sample);
        }
    }

    /** Its text, made at that time. */
    public ByteBuffer at(long nanos) {
        byte[] copy = text.clone();
        byte[] digits = Stamped.digits(nanos).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, copy, stampAt, digits.length);
        return ByteBuffer.wrap(copy);
    }
}
