package org.headrace.benchmarks;

/**
 * What all contestants work with.
 *
 * @param database the one PostgreSQL
 * @param server Headrace, deployed
 * @param others servers that a scenario wants besides it
 * @param places where files are
 * @param pace how long is measured
 */
public record Stage(
        BenchmarkDatabase database, BenchmarkServer server, OtherServers others, Places places, Pace pace) {}
