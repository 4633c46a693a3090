package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/** {@code ./run}: how it starts, stops, comes back, and what it says when it cannot. */
class RunCommandIT {

    private static final String USER = "{\"name\":\"Ada\",\"email\":\"ada@example.org\"}";

    @Test
    void comesBackWithItsDataAfterCtrlCAndAfterAKillAndFromACopy() throws Exception {
        Path directory = Places.newDirectory("run");
        Path backup = directory.resolveSibling("backup-of-" + directory.getFileName());
        try (HeadraceProcess first = HeadraceProcess.start(directory)) {
            assertThat(first.output()).contains("http://localhost:" + first.port(), "curl");
            assertThat(first.api().postJson("/api/users", USER).statusCode()).isEqualTo(201);
            assertThat(first.interrupt()).isIn(0, 130);
            assertThat(HeadraceProcess.processesOf(directory)).isEmpty();
        }
        copy(directory, backup);
        try (HeadraceProcess second = HeadraceProcess.start(directory)) {
            Waiting.until(second.api(), "/api/projections/user-statistics", s -> s.getInt("usersAdded") == 1);
            aSecondRunIsRefused(directory);
            second.kill();
            assertThat(HeadraceProcess.processesOf(directory)).isNotEmpty();
            try (HeadraceProcess third = HeadraceProcess.start(directory)) {
                assertThat(third.api().postJson("/api/users", USER).statusCode())
                        .isEqualTo(201);
                Waiting.until(third.api(), "/api/projections/user-statistics", s -> s.getInt("usersAdded") == 2);
            }
            assertThat(HeadraceProcess.processesOf(directory)).isEmpty();
        }
        Files.move(directory, directory.resolveSibling("lost-" + directory.getFileName()));
        copy(backup, directory);
        goesOnFromTheCopy(directory);
    }

    /** Log and read model are as they were then, and who was further is told so. */
    private static void goesOnFromTheCopy(Path directory) throws Exception {
        try (HeadraceProcess restored = HeadraceProcess.start(directory);
                var furtherOn = new HubListener(restored.api())) {
            Waiting.until(restored.api(), "/api/projections/user-statistics", s -> s.getInt("usersAdded") == 1);
            assertThat(restored.api().getObject("/api/streams/UserWorkflow").getInt("head"))
                    .isZero();
            furtherOn.subscribe("UserWorkflow", 2);
            Awaitility.await("it is told").until(() -> furtherOn.errors().stream()
                    .anyMatch(error -> error.contains("ends at 0") && error.contains("subscribe from 1")));

            assertThat(restored.api().postJson("/api/users", USER).statusCode()).isEqualTo(201);
            Waiting.until(
                    restored.api(),
                    "/api/projections/user-statistics",
                    s -> s.getInt("usersAdded") == 2 && s.getInt("lastOffset") == 1);
            assertThat(restored.api()
                            .getObject("/api/projections/user-statistics/audit")
                            .getBoolean("complete"))
                    .isTrue();
        }
    }

    /** As the guide does. */
    private static void copy(Path from, Path to) throws Exception {
        int exit = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static void aSecondRunIsRefused(Path directory) {
        // Not closed: that would end the processes of the directory, which are the other one's.
        HeadraceProcess refused = HeadraceProcess.launch(directory, Places.freePort());
        assertThat(refused.awaitExit()).isNotZero();
        assertThat(lastLine(refused)).contains(directory.toString());
    }

    @Test
    void aPortInUseIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HeadraceProcess refused = HeadraceProcess.launch(
                        Places.newDirectory("port"), taken.getLocalPort(), "HEADRACE_STORE=memory")) {
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(lastLine(refused)).contains(Integer.toString(taken.getLocalPort()), "headrace.port");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsOneClearLineWithoutThePassword() {
        int port = Places.freePort();
        try (HeadraceProcess refused = HeadraceProcess.launch(
                Places.newDirectory("database"),
                Places.freePort(),
                "HEADRACE_JDBC_URL=jdbc:postgresql://127.0.0.1:" + port + "/headrace",
                "HEADRACE_JDBC_USER=headrace",
                "HEADRACE_JDBC_PASSWORD=s3cret")) {
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(lastLine(refused)).contains("127.0.0.1:" + port);
            assertThat(refused.output()).doesNotContain("s3cret");
        }
    }

    @Test
    void dataOfAnotherVersionOfPostgresIsOneClearLine() throws IOException {
        Path directory = Places.newDirectory("version");
        Path database = Files.createDirectories(directory.resolve("postgresql"));
        Files.writeString(database.resolve("PG_VERSION"), "12\n");
        try (HeadraceProcess refused = HeadraceProcess.launch(directory, Places.freePort())) {
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(lastLine(refused)).contains("12", directory.toString());
            assertThat(Files.readString(database.resolve("PG_VERSION"))).isEqualTo("12\n");
        }
    }

    @Test
    void illegalSettingsAreNamed() {
        try (HeadraceProcess refused =
                HeadraceProcess.launch(Places.newDirectory("setting"), Places.freePort(), "HEADRACE_STORE=floppy")) {
            assertThat(refused.awaitExit()).isNotZero();
            assertThat(lastLine(refused)).contains("headrace.store", "floppy");
        }
    }

    @Test
    void helpTellsTheSettings() throws Exception {
        Process help = new ProcessBuilder(Places.ROOT.resolve("run").toString(), "--help")
                .redirectErrorStream(true)
                .start();
        String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(help.waitFor()).isZero();
        assertThat(text)
                .contains(
                        "headrace.port",
                        "headrace.data-dir",
                        "headrace.store",
                        "headrace.jdbc.url",
                        "HEADRACE_JDBC_URL");
    }

    @Test
    void theEmbeddedDatabaseIsSafeOnDisk() throws Exception {
        try (HeadraceProcess server = HeadraceProcess.start(Places.newDirectory("fsync"));
                var connection = server.connect();
                var statement = connection.createStatement()) {
            for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
                try (var row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
        }
    }

    private static String lastLine(HeadraceProcess ended) {
        Awaitility.await().until(() -> !ended.output().isBlank());
        List<String> lines = ended.output().strip().lines().toList();
        assertThat(ended.output()).doesNotContain("\tat ");
        return lines.get(lines.size() - 1);
    }
}
