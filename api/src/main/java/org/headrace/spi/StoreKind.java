package org.headrace.spi;

/** Where the log, checkpoints and saga states are kept: the setting {@code headrace.store}. Can be injected. */
public enum StoreKind {
    /** In PostgreSQL, by the data source {@code jdbc/headrace}: for production. */
    POSTGRESQL,
    /** In the heap, gone with the process: for development. No connection is ever opened. */
    MEMORY
}
