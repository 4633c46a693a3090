package org.headrace.spi;

/** The tables of the store. */
public interface Schema {

    /**
     * Brings the tables up to date, or only checks them, as {@code headrace.schema} says ({@code migrate} or
     * {@code validate}). Call it outside of a transaction. Several nodes may call it at once.
     *
     * @throws IllegalStateException naming the change that is missing, or that failed
     */
    void prepare();

    /** Whether the store answers at this moment. Returns within seconds. */
    boolean isReachable();
}
