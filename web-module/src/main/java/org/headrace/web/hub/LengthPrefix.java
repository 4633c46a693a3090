package org.headrace.web.hub;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The length before each message of SignalR's binary protocols (a VarInt of HubProtocol.md): seven bits a byte, the
 * lowest first; a set eighth bit says that there are more.
 */
final class LengthPrefix {

    private static final int MOST_BYTES = 5;

    private LengthPrefix() {}

    /** @param length from 0 */
    static byte[] of(int length) {
        byte[] prefix = new byte[MOST_BYTES];
        int count = 0;
        int rest = length;
        for (; rest > 0x7f; rest >>>= 7) {
            prefix[count++] = (byte) (rest | 0x80);
        }
        prefix[count++] = (byte) rest;
        return Arrays.copyOf(prefix, count);
    }

    /** The records of a WebSocket message, which must be whole: none may go on in the next one. */
    static List<byte[]> records(byte[] message) throws MalformedMessageException {
        List<byte[]> records = new ArrayList<>();
        var in = ByteBuffer.wrap(message);
        do {
            byte[] record = new byte[length(in)];
            in.get(record);
            records.add(record);
        } while (in.hasRemaining());
        return records;
    }

    /** No more than what follows. */
    private static int length(ByteBuffer in) throws MalformedMessageException {
        long length = 0;
        for (int i = 0; i < MOST_BYTES && in.hasRemaining(); i++) {
            byte next = in.get();
            length |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                if (length > in.remaining()) {
                    throw new MalformedMessageException("A message must be as long as its prefix says");
                }
                return (int) length;
            }
        }
        throw new MalformedMessageException("A message must begin with its length");
    }
}
