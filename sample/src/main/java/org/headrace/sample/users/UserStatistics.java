package org.headrace.sample.users;

import java.time.Instant;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * The read model: how many users came and went.
 *
 * @param lastOffset the newest event counted, −1: none yet
 * @param lastUpdated when that event was recorded
 */
public record UserStatistics(
        long usersAdded, long usersRemoved, long activeUsers, long lastOffset, @Nullable Instant lastUpdated) {

    public static final UserStatistics NONE = new UserStatistics(0, 0, 0, -1, null);

    UserStatistics plusAdded(RecordedEvent event) {
        return new UserStatistics(usersAdded + 1, usersRemoved, activeUsers + 1, event.offset(), event.recordedAt());
    }

    UserStatistics plusRemoved(RecordedEvent event) {
        return new UserStatistics(usersAdded, usersRemoved + 1, activeUsers - 1, event.offset(), event.recordedAt());
    }
}
