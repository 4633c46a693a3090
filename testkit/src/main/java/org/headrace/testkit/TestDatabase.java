package org.headrace.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * The PostgreSQL database that a test runs on: one of the test's own, since tables are made in it and rows stay behind.
 * Immutable.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://localhost:5432/test}
 * @param changelogs Liquibase changelogs with your own tables, as resources of the class path
 */
public record TestDatabase(String jdbcUrl, String user, String password, List<String> changelogs) {

    public TestDatabase {
        changelogs = List.copyOf(changelogs);
    }

    /** As the user {@code postgres}, without tables of your own. */
    public static TestDatabase at(String jdbcUrl) {
        return new TestDatabase(jdbcUrl, "postgres", "postgres", List.of());
    }

    public TestDatabase as(String newUser, String newPassword) {
        return new TestDatabase(jdbcUrl, newUser, newPassword, changelogs);
    }

    /** Has your tables made beside Headrace's, as at a deployment. */
    public TestDatabase withChangelog(String resource) {
        List<String> more = new ArrayList<>(changelogs);
        more.add(resource);
        return new TestDatabase(jdbcUrl, user, password, more);
    }
}
