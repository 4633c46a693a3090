package org.headrace.it.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.headrace.it.Api;
import org.headrace.it.Endpoint;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.server.Places;
import org.headrace.it.server.Shell;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./run} in secure mode, with users that its own command has added. */
class SecurityIT extends SecurityContract {

    private static Path directory;
    private static HeadraceProcess server;

    @BeforeAll
    static void start() {
        directory = Places.newDirectory("security");
        for (String role : List.of("reader", "writer", "operator")) {
            addUser(role, "headrace-" + role);
        }
        addUser("victim", "headrace-reader");
        addUser(TRYING, MAY.toArray(String[]::new));
        server = HeadraceProcess.start(
                directory,
                settings().entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private static void addUser(String name, String... groups) {
        var shell = new Shell(
                Map.of("HEADRACE_DATA_DIR", directory.toString(), "PASSWORD", PASSWORD), Places.newDirectory("users"));
        shell.run("printf '%s\\n' \"$PASSWORD\" | ./run --add-user " + name + " " + String.join(" ", groups));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected Api api() {
        return server.api();
    }

    @Test
    void everyEndpointIsWalked() {
        assertThat(WalkedEndpoints.ALL.stream()
                        .filter(walked -> walked.template().startsWith("/api/"))
                        .map(walked -> walked.method() + " " + walked.template()))
                .containsExactlyInAnyOrderElementsOf(Endpoint.all().stream()
                        .map(endpoint -> endpoint.method() + " /api/"
                                + endpoint.template().replaceAll("\\{([^}:]+):[^}]*}", "{$1}"))
                        .toList());
    }

    @Test
    void theUsersFileIsForItsOwnerOnlyAndHasNoPassword() throws Exception {
        Path file = directory.resolve("users");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).contains("reader:pbkdf2-sha512:").doesNotContain(PASSWORD);
    }

    @Test
    void aUserWhoIsAddedWhileTheServerRunsCanLogInAtOnce() throws Exception {
        addUser("late", "headrace-reader");

        assertThat(SecureApi.basic(api(), "late", PASSWORD).get("/api/streams").statusCode())
                .isEqualTo(200);
    }

    @Test
    void noFileOfTheServerHasASecretOfACaller() throws Exception {
        String token = TOKENS.token("ann", Duration.ofMinutes(-5), "headrace-reader");
        assertThat(SecureApi.bearer(api(), token).get("/api/streams").statusCode())
                .isEqualTo(401);
        assertThat(SecureApi.bearer(api(), token + "x").get("/api/streams").statusCode())
                .isEqualTo(401);
        assertThat(SecureApi.basic(api(), "reader", PASSWORD + "x")
                        .get("/api/streams")
                        .statusCode())
                .isEqualTo(401);
        assertThat(SecureSocket.status(api(), "?access_token=" + token)).isEqualTo(401);
        String coded =
                SecureApi.basic(api(), "reader", PASSWORD).authorization().substring("Basic ".length());

        try (Stream<Path> files = Files.walk(directory.resolve("logs"))) {
            List<Path> logs = files.filter(Files::isRegularFile).toList();
            assertThat(logs).isNotEmpty();
            for (Path log : logs) {
                assertThat(text(log)).as(log.toString()).doesNotContain(PASSWORD, token, coded);
            }
        }
        assertThat(server.output()).doesNotContain(PASSWORD, token, coded);
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(PASSWORD) || line.contains(coded) || line.contains(token));
    }

    private static String text(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
