package org.headrace.sample.users;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.ResettableProjection;
import org.headrace.projection.SnapshottableProjection;
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
public class UserStatisticsProjection implements DynamicProjection, ResettableProjection, SnapshottableProjection {

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

    @Override
    public int snapshotVersion() {
        return 1;
    }

    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        statistics.load().writeTo(out);
    }

    @Override
    public void readSnapshot(InputStream in) throws IOException {
        statistics.save(UserStatistics.readFrom(in));
    }
}
