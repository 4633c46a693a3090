package org.headrace.stream;

import java.time.Instant;

/**
 * A stream of the log.
 *
 * @param name its name
 * @param head the offset of its newest event; head + 1 is the number of events ever appended
 * @param createdAt when its first event was recorded
 * @param firstOffset the first offset that is live: events below it are archived
 * @param closed whether it takes no more events
 */
public record StreamInfo(String name, long head, Instant createdAt, long firstOffset, boolean closed) {}
