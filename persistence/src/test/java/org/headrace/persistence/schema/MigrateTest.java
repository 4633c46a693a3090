package org.headrace.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.persistence.schema.LiquibaseSchema.Changelog;
import org.headrace.persistence.testing.EmbeddedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MigrateTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private EmbeddedDatabase database;
    private Map<String, String> environment;

    @BeforeEach
    void open() {
        database = EmbeddedDatabase.empty();
        URI address = URI.create(database.jdbcUrl().substring("jdbc:".length()));
        environment = new HashMap<>(Map.of(
                "HEADRACE_DB_PORT",
                Integer.toString(address.getPort()),
                "HEADRACE_DB_NAME",
                database.name(),
                "HEADRACE_DB_OWNER",
                "postgres",
                "HEADRACE_DB_OWNER_PASSWORD",
                "postgres"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void afterItNothingIsMissing() {
        assertThat(migrate("org/headrace/persistence/schema/module.sql")).isZero();

        assertThat(text(out)).contains("up to date", Changelog.HEADRACE.path(), "module.sql");
        assertThat(text(err)).isEmpty();
        new LiquibaseSchema(database.dataSource(), List.of(Changelog.HEADRACE), true).prepare();
        database.execute("INSERT INTO module_rows VALUES (1)");
        assertThat(migrate("org/headrace/persistence/schema/module.sql")).isZero();
    }

    @Test
    void whatIsWrongInWhatItWasToldIsNamed() {
        assertThat(migrate("no/such.sql")).isEqualTo(2);
        assertThat(text(err)).contains("no/such.sql", "class path");

        environment.put("HEADRACE_DB_PORT", "many");
        assertThat(migrate()).isEqualTo(2);
        assertThat(text(err)).contains("HEADRACE_DB_PORT", "many");

        environment.remove("HEADRACE_DB_OWNER_PASSWORD");
        assertThat(migrate()).isEqualTo(2);
        assertThat(text(err)).contains("HEADRACE_DB_OWNER_PASSWORD");
    }

    @Test
    void aDatabaseThatRefusesFailsIt() {
        environment.put("HEADRACE_DB_NAME", "no_such_database");

        assertThat(migrate()).isEqualTo(1);

        assertThat(text(err)).contains("no_such_database");
        assertThat(text(out)).isEmpty();
    }

    private int migrate(String... modules) {
        return new Migrate(environment, stream(out), stream(err)).run(List.of(modules));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
