package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/** {@code kill -9} under load, twice: nothing acknowledged is lost or doubled, and the read model equals the log. */
class CrashIT {

    private static final int BEFORE_A_KILL = 400;

    private final Writers writers = new Writers("UserWorkflow");

    @Test
    void everythingAcknowledgedSurvivesOnceAndTheReadModelEqualsTheLog() throws Exception {
        Path directory = Places.newDirectory("crash");
        for (int kill = 0; kill < 2; kill++) {
            try (HeadraceProcess server = HeadraceProcess.start(directory)) {
                writers.start(server.api());
                int goal = writers.acknowledged() + BEFORE_A_KILL;
                Awaitility.await("load").atMost(Duration.ofSeconds(60)).until(() -> writers.acknowledged() >= goal);
                assertThat(server.isAlive()).isTrue();
                HeadraceProcess.signal("KILL", server.pid());
                server.awaitExit();
                writers.stop();
                assertThat(HeadraceProcess.processesOf(directory).values())
                        .as("PostgreSQL is left behind by the kill, so that its recovery is tested")
                        .anyMatch(line -> line.contains("postgres"));
                // Not closed in order: the next start finds what a kill leaves.
                assertThat(writers.acknowledged()).isGreaterThanOrEqualTo(goal);
                startAgain(directory);
            }
        }
    }

    private void startAgain(Path directory) throws Exception {
        try (HeadraceProcess server = HeadraceProcess.start(directory)) {
            Api api = server.api();
            int events = writers.verify(api);
            Waiting.untilCaughtUp(api, "user-statistics", events - 1L);
            JsonObject statistics = api.getObject("/api/projections/user-statistics");
            assertThat(statistics.getInt("usersAdded")).isEqualTo(events);
            assertThat(statistics.getInt("lastOffset")).isEqualTo(events - 1);
        }
    }
}
