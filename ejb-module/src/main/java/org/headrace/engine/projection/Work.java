package org.headrace.engine.projection;

/** What is done in one transaction. */
@FunctionalInterface
interface Work {
    void run() throws Exception;
}
