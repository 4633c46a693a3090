package org.headrace.sample.users;

import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/** In PostgreSQL. The row stays in the persistence context through a batch: one SELECT and one UPDATE for all of it. */
public final class JpaUserStatistics implements UserStatisticsRepository {

    private final EntityManager entities;

    public JpaUserStatistics(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public UserStatistics load() {
        UserStatisticsRow row = row();
        return row == null ? UserStatistics.NONE : row.read();
    }

    @Override
    public void save(UserStatistics statistics) {
        UserStatisticsRow row = row();
        if (row == null) {
            row = new UserStatisticsRow();
            entities.persist(row);
        }
        row.write(statistics);
    }

    private @Nullable UserStatisticsRow row() {
        return entities.find(UserStatisticsRow.class, UserStatisticsRow.ID);
    }
}
