package org.headrace.sample.users;

import org.headrace.persistence.testing.EmbeddedDatabase;
import org.headrace.testkit.ProjectionTestkit;
import org.headrace.testkit.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaUserStatisticsTest extends UserStatisticsContract {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.empty();

    @RegisterExtension
    static final ProjectionTestkit projections = ProjectionTestkit.over(
            TestDatabase.at(DATABASE.jdbcUrl()).withChangelog("org/headrace/sample/changelog.sql"));

    private final UserStatisticsRepository statistics =
            new JpaUserStatistics(projections.entityManager("headrace-sample"));

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Override
    ProjectionTestkit projections() {
        return projections;
    }

    @Override
    UserStatisticsRepository statistics() {
        return statistics;
    }
}
