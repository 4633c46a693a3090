package org.headrace.web.stream;

/**
 * An NDJSON import ended early. What {@link #count()} says is in the log, and stays.
 */
final class ImportStoppedException extends RuntimeException {

    /** Instead of a line: it is not known which one is at fault. */
    static final long NO_LINE = 0;

    private final RuntimeException reason;
    private final long line;
    private final long count;
    private final long firstOffset;
    private final long lastOffset;

    ImportStoppedException(RuntimeException reason, long line, long count, long firstOffset, long lastOffset) {
        super(reason.getMessage(), reason);
        this.reason = reason;
        this.line = line;
        this.count = count;
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
    }

    RuntimeException reason() {
        return reason;
    }

    /** The first line that is not in the log, from 1. */
    long line() {
        return line;
    }

    /** How many events of the request are in the log. */
    long count() {
        return count;
    }

    /** −1: none is in. */
    long firstOffset() {
        return firstOffset;
    }

    /** −1: none is in. */
    long lastOffset() {
        return lastOffset;
    }
}
