package org.headrace.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of what is in the jar. */
record Versions(String headrace, String payara, String postgresql) {

    static Versions ofThisJar() {
        Properties properties = new Properties();
        try (InputStream stream = Resources.open("org/headrace/server/versions.properties")) {
            properties.load(stream);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Versions(
                properties.getProperty("headrace", ""),
                properties.getProperty("payara", ""),
                properties.getProperty("postgresql", ""));
    }

    /** The major version that a data directory must have been made by. */
    String postgresqlMajor() {
        return postgresql.substring(0, postgresql.indexOf('.'));
    }
}
