package org.headrace.persistence.schema;

import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.stream.EventLogUnavailableException;

/**
 * Migrates the schema outside of any server, as the role that owns it, for applications whose own role may not. Its
 * arguments are the changelogs of further modules, as resources of the class path. Exit codes: 0 the schema is up to date,
 * 1 the database refused, 2 something is wrong or missing in what it was told.
 */
public final class Migrate {

    private static final String PASSWORD = "HEADRACE_DB_OWNER_PASSWORD";

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Migrate(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = Map.copyOf(environment);
        this.out = out;
        this.err = err;
    }

    public static void main(String[] changelogs) {
        System.exit(new Migrate(System.getenv(), System.out, System.err).run(List.of(changelogs)));
    }

    int run(List<String> modules) {
        try {
            List<Changelog> changelogs = changelogs(modules);
            new LiquibaseSchema(database(), changelogs, false).prepare();
            out.println("The schema is up to date with "
                    + String.join(", ", changelogs.stream().map(Changelog::path).toList()));
            return 0;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        } catch (IllegalStateException | EventLogUnavailableException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private static List<Changelog> changelogs(List<String> modules) {
        List<Changelog> found = new ArrayList<>(List.of(Changelog.HEADRACE));
        ClassLoader loader = Changelog.HEADRACE.loader();
        for (String module : modules) {
            if (loader.getResource(module) == null) {
                throw new IllegalArgumentException("There is no changelog " + module
                        + " on the class path: add the module's jar to it, and name the resource as the module's"
                        + " SchemaContribution does");
            }
            found.add(new Changelog(module, loader));
        }
        return found;
    }

    private LiquibaseSchema.Connections database() {
        String owner = setting("HEADRACE_DB_OWNER", "headrace_owner");
        String password = environment.get(PASSWORD);
        if (password == null) {
            throw new IllegalArgumentException(
                    PASSWORD + " is not set: set it to the password of the schema's owner, " + owner);
        }
        String url = "jdbc:postgresql://" + setting("HEADRACE_DB_HOST", "localhost") + ":" + port() + "/"
                + URLEncoder.encode(setting("HEADRACE_DB_NAME", "headrace"), StandardCharsets.UTF_8)
                + "?ApplicationName=headrace-migrate";
        return () -> DriverManager.getConnection(url, owner, password);
    }

    private int port() {
        String text = setting("HEADRACE_DB_PORT", "5432");
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "HEADRACE_DB_PORT is \"" + text + "\": set it to the port of PostgreSQL, such as 5432", e);
        }
    }

    private String setting(String name, String usual) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? usual : value;
    }
}
