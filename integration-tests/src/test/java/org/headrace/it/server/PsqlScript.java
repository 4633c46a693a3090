package org.headrace.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a script that is written for {@code psql}, which the machine that tests need not have. Of psql's language it knows
 * what our scripts use: {@code \set}, {@code \getenv}, {@code \connect}, {@code :'variable'}, and a semicolon at the end of
 * a line.
 */
public final class PsqlScript implements AutoCloseable {

    /** Logs in to a database, as one role. */
    public interface Login {
        Connection to(String database) throws SQLException;
    }

    private static final Pattern QUOTED = Pattern.compile(":'(\\w+)'");

    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> environment;
    private final Login login;
    private Connection connection;

    private PsqlScript(Login login, String database, Map<String, String> environment) throws SQLException {
        this.login = login;
        this.environment = environment;
        this.connection = login.to(database);
    }

    /** Begins in a database, and stops at the first statement that fails. */
    public static void run(Path script, Login login, String database, Map<String, String> environment)
            throws IOException, SQLException {
        try (var psql = new PsqlScript(login, database, environment)) {
            psql.run(script);
        }
    }

    private void run(Path script) throws IOException, SQLException {
        StringBuilder statement = new StringBuilder();
        for (String line : Files.readAllLines(script)) {
            if (line.startsWith("\\")) {
                command(line.split("\\s+"));
            } else if (!line.startsWith("--")) {
                statement.append(line).append('\n');
            }
            if (line.endsWith(";") && !line.startsWith("--")) {
                execute(statement.toString());
                statement.setLength(0);
            }
        }
        if (!statement.toString().isBlank()) {
            throw new IllegalArgumentException(script + " ends within a statement: " + statement);
        }
    }

    private void command(String... words) throws SQLException {
        switch (words[0]) {
            case "\\set" -> variables.put(words[1], words[2]);
            case "\\getenv" -> variables.put(words[1], environment.get(words[2]));
            case "\\connect" -> {
                connection.close();
                connection = login.to(words[1]);
            }
            default -> throw new IllegalArgumentException("Not known here: " + words[0]);
        }
    }

    private void execute(String statement) throws SQLException {
        Matcher quoted = QUOTED.matcher(statement);
        String sql = quoted.replaceAll(match ->
                Matcher.quoteReplacement("'" + variables.get(match.group(1)).replace("'", "''") + "'"));
        try (Statement jdbc = connection.createStatement()) {
            jdbc.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
