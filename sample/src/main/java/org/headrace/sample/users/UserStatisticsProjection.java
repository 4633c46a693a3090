package org.headrace.sample.users;

import jakarta.inject.Inject;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.StreamProjection;
import org.headrace.sample.users.UserEvent.UserAdded;
import org.headrace.sample.users.UserEvent.UserRemoved;

/** Counts users, one event at a time. */
@StreamProjection(
        name = "user-statistics",
        streams = UserEvent.STREAM,
        events = UserEvent.class,
        tables = "user_statistics",
        batchSize = 50)
public class UserStatisticsProjection implements DynamicProjection, ResettableProjection {

    @Inject
    UserStatisticsRepository statistics;

    @Override
    public void project(Object event, EventContext context) {
        if (event instanceof UserAdded) {
            statistics.save(statistics.load().plusAdded(context.event()));
        } else if (event instanceof UserRemoved) {
            statistics.save(statistics.load().plusRemoved(context.event()));
        }
    }

    @Override
    public void reset() {
        statistics.save(UserStatistics.NONE);
    }
}
