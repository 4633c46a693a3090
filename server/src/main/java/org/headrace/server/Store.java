package org.headrace.server;

/** Where events are kept. */
enum Store {
    POSTGRESQL,
    MEMORY
}
