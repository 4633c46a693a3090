package org.headrace.sample.users;

import org.headrace.testkit.ProjectionTestkit;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeapUserStatisticsTest extends UserStatisticsContract {

    @RegisterExtension
    static final ProjectionTestkit projections = ProjectionTestkit.inMemory();

    private final UserStatisticsRepository statistics = new HeapUserStatistics(projections.heap());

    @Override
    ProjectionTestkit projections() {
        return projections;
    }

    @Override
    UserStatisticsRepository statistics() {
        return statistics;
    }
}
