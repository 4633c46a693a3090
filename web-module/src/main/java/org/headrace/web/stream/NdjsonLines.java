package org.headrace.web.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.headrace.input.InvalidInputException;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/** The lines of a body of any length, through a buffer that holds one of them. Blank lines are passed over. */
final class NdjsonLines {

    private static final int INITIAL = 64 * 1024;

    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer;
    private int from;
    private int to;
    private boolean ended;
    private long number;
    private int bytes;

    NdjsonLines(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.buffer = new byte[INITIAL];
    }

    /** The number of the line read last, from 1, blank ones counted. */
    long number() {
        return number;
    }

    /** The length of the line read last. */
    int bytes() {
        return bytes;
    }

    /**
     * The next line that is not blank, without its end; null: there is none.
     *
     * @throws InvalidInputException when it is too long
     * @throws org.headrace.web.request.UnreadableBodyException when it is not UTF-8
     */
    @Nullable
    String next() throws IOException {
        while (true) {
            int end = endOfLine();
            if (end < 0) {
                return null;
            }
            int start = number == 1 ? from + ByteOrderMark.length(buffer, from, end) : from;
            from = Math.min(end + 1, to);
            int last = end > start && buffer[end - 1] == '\r' ? end - 1 : end;
            if (!isBlank(start, last)) {
                bytes = last - start;
                return Utf8.decode(buffer, start, bytes);
            }
        }
    }

    /** Where the line that begins at {@link #from} ends; −1: no line is left. */
    private int endOfLine() throws IOException {
        number++;
        int scanned = from;
        while (true) {
            for (int i = scanned; i < to; i++) {
                if (buffer[i] == '\n') {
                    requireLength(i);
                    return i;
                }
            }
            requireLength(to);
            if (ended) {
                return from < to ? to : -1;
            }
            int read = fill();
            scanned = to - read;
        }
    }

    private void requireLength(int end) {
        if (end - from > maxBytes) {
            throw new InvalidInputException("data", "is too large: the line is longer than " + maxBytes + " bytes");
        }
    }

    /** Reads more behind the line's beginning, which it moves to the front; returns how many bytes. */
    private int fill() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(buffer.length * 2L, maxBytes + 2L));
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            ended = true;
            return 0;
        }
        to += read;
        return read;
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
