package org.headrace.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be set. */
enum Setting {
    PORT("headrace.port", "6001", "the port of HTTP"),
    HOST("headrace.host", "127.0.0.1", "the address to listen on"),
    DATA_DIR("headrace.data-dir", "data", "where the data and the server's own files are kept"),
    STORE("headrace.store", "postgresql", "postgresql, or memory: no database, nothing is kept"),
    SECURITY("headrace.security", "open", "open: every caller may do everything; secure: callers need roles"),
    JDBC_URL("headrace.jdbc.url", "", "a PostgreSQL of yours in place of the one that comes with Headrace"),
    JDBC_USER("headrace.jdbc.user", "", "its user"),
    JDBC_PASSWORD("headrace.jdbc.password", "", "its password");

    private final String key;
    private final String otherwise;
    private final String meaning;

    Setting(String key, String otherwise, String meaning) {
        this.key = key;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** The system property, and the name in the file. */
    String key() {
        return key;
    }

    String variable() {
        return key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    String otherwise() {
        return otherwise;
    }

    String meaning() {
        return meaning;
    }
}
