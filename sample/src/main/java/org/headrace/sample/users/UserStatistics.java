package org.headrace.sample.users;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** For a snapshot. */
    void writeTo(OutputStream out) throws IOException {
        var data = new DataOutputStream(out);
        data.writeLong(usersAdded);
        data.writeLong(usersRemoved);
        data.writeLong(activeUsers);
        data.writeLong(lastOffset);
        data.writeUTF(lastUpdated == null ? "" : lastUpdated.toString());
        data.flush();
    }

    /** What {@link #writeTo} wrote. */
    static UserStatistics readFrom(InputStream in) throws IOException {
        var data = new DataInputStream(in);
        long added = data.readLong();
        long removed = data.readLong();
        long active = data.readLong();
        long offset = data.readLong();
        String updated = data.readUTF();
        return new UserStatistics(added, removed, active, offset, updated.isEmpty() ? null : Instant.parse(updated));
    }
}
