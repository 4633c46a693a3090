package org.headrace.benchmarks;

/**
 * What all contestants work with.
 *
 * @param database the one PostgreSQL
 * @param server Headrace, deployed
 */
public record Stage(BenchmarkDatabase database, BenchmarkServer server) {}
