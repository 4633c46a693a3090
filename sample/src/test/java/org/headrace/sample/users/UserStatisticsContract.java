package org.headrace.sample.users;

import java.util.stream.Stream;
import org.headrace.sample.users.UserEvent.UserAdded;
import org.headrace.sample.users.UserEvent.UserRemoved;
import org.headrace.testkit.ProjectionScenario;
import org.headrace.testkit.ProjectionTestkit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Users are counted once each, however their events come. */
abstract class UserStatisticsContract {

    abstract ProjectionTestkit projections();

    abstract UserStatisticsRepository statistics();

    private ProjectionScenario users() {
        return projections()
                .given(projection())
                .events(
                        new UserAdded("u-1", "Ada", "ada@example.org"),
                        new UserAdded("u-2", "Grace", "grace@example.org"),
                        new UserRemoved("u-1"),
                        new UserAdded("u-3", "Edsger", "edsger@example.org"))
                .watching(() -> statistics().load());
    }

    @Test
    void areCounted() {
        users().whenProjected()
                .thenReadModel("UserStatistics[usersAdded=3, usersRemoved=1, activeUsers=2, lastOffset=3,"
                        + " lastUpdated=2026-01-01T00:00:03Z]");
    }

    @TestFactory
    Stream<DynamicTest> areCountedOnceWhenBatchesAreRunTwice() {
        return users().runningEveryBatchTwice();
    }

    @TestFactory
    Stream<DynamicTest> areCountedInBatchesOfAnySize() {
        return users().inBatchesOfAnySize();
    }

    @TestFactory
    Stream<DynamicTest> areCountedAnew() {
        return users().rebuilding();
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private UserStatisticsProjection projection() {
        var projection = new UserStatisticsProjection();
        projection.statistics = statistics();
        return projection;
    }
}
