package org.headrace.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An application for a server.
 *
 * @param name of the server: of its log, and of the node that it is
 * @param ready path that answers 200 when the application is ready
 * @param database where its data source leads
 */
record Deployment(String name, Path war, String ready, String database) {

    private static final String PAGE = "index.html";

    static Deployment headrace(Places places, String name) {
        return new Deployment(
                name,
                places.server().resolve("headrace-benchmark-war.war"),
                "/api/health/ready",
                BenchmarkDatabase.NAME);
    }

    /** An application of one page, and a database of its own, which it leaves alone. */
    static Deployment empty(Places places, String name) throws IOException {
        Path war = places.target().resolve(name + ".war");
        try (OutputStream file = Files.newOutputStream(war);
                var zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry(PAGE));
            zip.write("<!doctype html><title>Empty</title>".getBytes(StandardCharsets.US_ASCII));
            zip.closeEntry();
        }
        return new Deployment(name, war, "/" + PAGE, BenchmarkDatabase.EMPTY_NAME);
    }
}
