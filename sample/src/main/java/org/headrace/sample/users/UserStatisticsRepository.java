package org.headrace.sample.users;

/** Keeps the one {@link UserStatistics}. Writes join the caller's transaction. */
public interface UserStatisticsRepository {

    /** {@link UserStatistics#NONE} when none was saved. */
    UserStatistics load();

    void save(UserStatistics statistics);
}
