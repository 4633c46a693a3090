package org.headrace.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.postgresql.Driver;

/**
 * What a person does to a PostgreSQL before the first start, by the scripts and the guide's commands: the roles and the
 * database, the schema, and what is then taken away. The superuser is let in without a password, from this machine.
 */
public final class DatabaseSetUp {

    private static final Path SCRIPTS = Places.ROOT.resolve("server-config/postgresql");
    private static final String CLASS_PATH_END = ":$POSTGRESQL_JAR\"";
    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "headrace_owner";
    private static final String APPLICATION = "headrace";
    private static final String DATABASE = "headrace";

    private final int port;
    private final Map<String, String> passwords;

    /**
     * Of a PostgreSQL that runs.
     *
     * @param port on 127.0.0.1
     * @param passwords what the passwords begin with
     */
    public DatabaseSetUp(int port, String passwords) {
        this.port = port;
        this.passwords =
                Map.of(SUPERUSER, "", OWNER, passwords + UUID.randomUUID(), APPLICATION, passwords + UUID.randomUUID());
    }

    /** All of it. */
    public void run() {
        superuser("create-database.sql", "postgres");
        migrate();
        owner("restrict.sql");
    }

    /** The guide's command, with a changelog of the tests' own beside the example's, as a user would add theirs. */
    private void migrate() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("HEADRACE_DB_OWNER_PASSWORD", passwords.get(OWNER));
        environment.put("POSTGRESQL_JAR", Places.jarOf(Driver.class).toString());
        String command = Guide.commandsUnder("Make the tables").strip();
        if (!command.contains(CLASS_PATH_END)) {
            throw new AssertionError("No class path that ends with the driver in: " + command);
        }
        String more = CLASS_PATH_END.replace("\"", ":" + Places.jarOf(DatabaseSetUp.class) + "\"");
        new Shell(environment, Places.newDirectory("migrate"))
                .run(command.replace(CLASS_PATH_END, more) + " org/headrace/it/container/users.sql");
    }

    /** What the servers' scripts read. */
    public Map<String, String> environment() {
        return Map.of(
                "HEADRACE_DB_HOST",
                "127.0.0.1",
                "HEADRACE_DB_PORT",
                Integer.toString(port),
                "HEADRACE_DB_NAME",
                DATABASE,
                "HEADRACE_DB_USER",
                APPLICATION,
                "HEADRACE_DB_PASSWORD",
                passwords.get(APPLICATION));
    }

    /** A connection as the application makes them. */
    public Connection application() throws SQLException {
        return connect(APPLICATION, DATABASE);
    }

    public Connection owner() throws SQLException {
        return connect(OWNER, DATABASE);
    }

    public Connection superuser() throws SQLException {
        return connect(SUPERUSER, DATABASE);
    }

    /** Runs a script as the superuser, beginning in a database. */
    public void superuser(String script, String database) {
        run(script, SUPERUSER, database);
    }

    /** Runs a script as the owner of the schema. */
    public void owner(String script) {
        run(script, OWNER, DATABASE);
    }

    private void run(String script, String role, String database) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("HEADRACE_DB_OWNER_PASSWORD", passwords.get(OWNER));
        try {
            PsqlScript.run(SCRIPTS.resolve(script), to -> connect(role, to), database, environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(script + " failed: " + e.getMessage(), e);
        }
    }

    Connection connect(String role, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?ApplicationName=test",
                role,
                passwords.get(role));
    }
}
