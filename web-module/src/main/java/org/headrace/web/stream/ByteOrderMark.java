package org.headrace.web.stream;

/** The three bytes that editors on Windows begin a UTF-8 text with. */
final class ByteOrderMark {

    private ByteOrderMark() {}

    /** How many bytes to skip at the beginning of a text that stands in an array. */
    static int length(byte[] bytes, int from, int to) {
        boolean present = to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return present ? 3 : 0;
    }
}
