package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One cluster for all tests, since making one is what takes the time; the order puts the longest stories last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresServerTest {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path CLUSTER = TARGET.resolve("postgres test/postgresql");
    private static final Versions VERSIONS = Versions.ofThisJar();
    private static final String MAJOR = VERSIONS.postgresqlMajor();

    private static PostgresBinaries binaries;
    private PostgresServer server;

    @BeforeAll
    static void unpack() throws Exception {
        DeleteTree.at(CLUSTER.getParent());
        Files.createDirectories(CLUSTER.getParent());
        binaries = PostgresBinaries.in(TARGET.resolve("runtime"), VERSIONS.postgresql());
    }

    @BeforeEach
    void make() {
        server = newServer();
    }

    @AfterEach
    void stop() {
        server.stop();
        assertThat(CLUSTER.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    @Order(1)
    void initThatWasKilledHalfwayIsRepeated() throws Exception {
        Path unfinished = Files.createDirectories(CLUSTER.resolveSibling("postgresql.unfinished"));
        Files.writeString(unfinished.resolve("PG_VERSION"), MAJOR + "\n");
        assertThat(ask(server.start(MAJOR), "select 1")).isEqualTo("1");
        assertThat(unfinished).doesNotExist();
    }

    @Test
    @Order(2)
    void whatIsAcknowledgedIsOnDiskAndComesBack() throws Exception {
        Files.writeString(CLUSTER.resolve("postgresql.auto.conf"), "fsync = off\nsynchronous_commit = off\n");
        Database database = server.start(MAJOR);
        assertThat(ask(database, "show fsync")).isEqualTo("on");
        assertThat(ask(database, "show synchronous_commit")).isEqualTo("on");
        assertThat(ask(database, "show full_page_writes")).isEqualTo("on");
        assertThat(ask(database, "show server_encoding")).isEqualTo("UTF8");
        assertThat(ask(database, "select datcollate from pg_database where datname = 'headrace'"))
                .isEqualTo("C");
        assertThat(ask(database, "show listen_addresses")).isEqualTo("127.0.0.1");
        ask(database, "create table kept as select 42 as answer; select 1");
        server.stop();
        server = newServer();
        assertThat(ask(server.start(MAJOR), "select answer from kept")).isEqualTo("42");
    }

    @Test
    @Order(3)
    void oneLeftBehindIsStoppedAndStartedAnew() throws Exception {
        PostgresServer killed = newServer();
        Database before = killed.start(MAJOR);
        long leftBehind = postmaster();
        Database after = server.start(MAJOR);
        assertThat(after.url()).isNotEqualTo(before.url());
        assertThat(postmaster()).isNotEqualTo(leftBehind);
        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessHandle.of(leftBehind)
                .filter(ProcessHandle::isAlive)
                .isEmpty());
        assertThat(ask(after, "select answer from kept")).isEqualTo("42");
    }

    @Test
    @Order(4)
    void killedPostmasterIsReplaced() throws Exception {
        newServer().start(MAJOR);
        ProcessHandle.of(postmaster()).orElseThrow().destroyForcibly();
        assertThat(ask(server.start(MAJOR), "select answer from kept")).isEqualTo("42");
    }

    @Test
    @Order(5)
    void foreignProcessWithTheOldNumberIsLeftAlone() throws Exception {
        Process foreign =
                new ProcessBuilder("sleep", "600").directory(CLUSTER.toFile()).start();
        try {
            Files.write(CLUSTER.resolve("postmaster.pid"), List.of(Long.toString(foreign.pid()), CLUSTER.toString()));
            assertThat(ask(server.start(MAJOR), "select 1")).isEqualTo("1");
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    @Order(6)
    void anotherMajorVersionIsRefused() throws Exception {
        Path version = CLUSTER.resolve("PG_VERSION");
        Files.writeString(version, "16\n");
        try {
            assertThatThrownBy(() -> server.start(MAJOR)).isInstanceOfSatisfying(StartupFailure.class, failure -> {
                assertThat(failure.exitCode()).isEqualTo(1);
                assertThat(failure.line()).contains("PostgreSQL 16", "PostgreSQL " + MAJOR, "pg_dumpall");
            });
        } finally {
            Files.writeString(version, MAJOR + "\n");
        }
    }

    private static PostgresServer newServer() {
        return new PostgresServer(CLUSTER, binaries, CLUSTER.resolveSibling("postgresql.log"));
    }

    private static long postmaster() throws Exception {
        return Long.parseLong(
                Files.readAllLines(CLUSTER.resolve("postmaster.pid")).get(0).strip());
    }

    private static String ask(Database database, String question) throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(question);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
