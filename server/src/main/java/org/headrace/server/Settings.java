package org.headrace.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the person who starts the server has chosen, complete and legal.
 *
 * @param database a database of their own, or null for the one that comes with the server
 * @param open whether every caller may do everything
 */
record Settings(String host, int port, Path dataDirectory, Store store, @Nullable Database database, boolean open) {

    /** Whether the PostgreSQL that comes with the server is to be started. */
    boolean embeddedPostgres() {
        return store == Store.POSTGRESQL && database == null;
    }
}
