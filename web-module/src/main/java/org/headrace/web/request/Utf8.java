package org.headrace.web.request;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Strict decoding: nothing is replaced. */
public final class Utf8 {

    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /** @throws UnreadableBodyException naming the first malformed byte, counted from 1 */
    public static String decode(byte[] bytes, int from, int length) {
        // The JDK's own decoder is many times faster than a CharsetDecoder, but replaces what is malformed.
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireWellFormed(ByteBuffer.wrap(bytes, from, length), from);
        }
        return text;
    }

    private static void requireWellFormed(ByteBuffer bytes, int start) {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder();
        CharBuffer decoded = CharBuffer.allocate(8192);
        CoderResult result;
        do {
            decoded.clear();
            result = strict.decode(bytes, decoded, true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new UnreadableBodyException("Malformed UTF-8 at byte " + (bytes.position() - start + 1), null);
        }
    }
}
