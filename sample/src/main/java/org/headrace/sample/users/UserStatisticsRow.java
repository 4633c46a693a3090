package org.headrace.sample.users;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one row of {@code user_statistics}. */
@Entity
@Table(name = "user_statistics")
public class UserStatisticsRow {

    static final String ID = "all";

    @Id
    private String id = ID;

    @Column(name = "users_added")
    private long usersAdded;

    @Column(name = "users_removed")
    private long usersRemoved;

    @Column(name = "active_users")
    private long activeUsers;

    @Column(name = "last_offset")
    private long lastOffset = -1;

    @Column(name = "last_updated")
    private @Nullable Instant lastUpdated;

    public String getId() {
        return id;
    }

    UserStatistics read() {
        return new UserStatistics(usersAdded, usersRemoved, activeUsers, lastOffset, lastUpdated);
    }

    void write(UserStatistics statistics) {
        usersAdded = statistics.usersAdded();
        usersRemoved = statistics.usersRemoved();
        activeUsers = statistics.activeUsers();
        lastOffset = statistics.lastOffset();
        lastUpdated = statistics.lastUpdated();
    }
}
