package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code HEADRACE_STORE=memory}: the same, with no database at all. */
class MemoryModeIT {

    private static HeadraceProcess server;

    @BeforeAll
    static void start() {
        // Nothing answers there, so that an attempt to connect would be seen.
        server = HeadraceProcess.start(HeadraceProcess.newDataDirectory("memory"), "HEADRACE_STORE=memory");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void noDatabaseIsStartedAndNoConnectionOpened() throws Exception {
        Path directory = server.dataDirectory();

        assertThat(server.processes().values()).noneMatch(line -> line.contains("postgres"));
        assertThat(Files.exists(directory.resolve("postgresql"))).isFalse();
        assertThat(server.output()).doesNotContain("PSQLException").doesNotContain("Connection refused");
    }

    @Test
    void usersAreAddedRemovedAndCounted() throws Exception {
        Api api = server.api();
        String user = Api.object(api.postJson("/api/users", "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}"))
                .getString("userId");
        assertThat(api.delete("/api/users/" + user).statusCode()).isEqualTo(204);

        Waiting.until(
                api,
                "/api/projections/user-statistics",
                s -> s.getInt("usersAdded") == 1 && s.getInt("usersRemoved") == 1 && s.getInt("lastOffset") == 1);
        assertThat(api.postJson("/api/projections/user-statistics/rebuild", "").statusCode())
                .isIn(200, 202);
        Waiting.untilCaughtUp(api, "user-statistics", 1);
        assertThat(api.getObject("/api/projections/user-statistics").getInt("activeUsers"))
                .isZero();
    }

    @Test
    void theLoanLogGoesInIsProjectedAndComesBackByteForByte() throws Exception {
        LoanChecks.importAll(server.api());
        LoanChecks.readModelHasTheKnownTotals(server.api());
        LoanChecks.everyEventComesBackAsItWentIn(server.api());
    }
}
