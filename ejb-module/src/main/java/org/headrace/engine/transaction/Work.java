package org.headrace.engine.transaction;

/** What is done in one transaction. */
@FunctionalInterface
public interface Work {
    void run() throws Exception;
}
