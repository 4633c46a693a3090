package org.headrace.benchmarks;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.headrace.benchmarks.Contestant.Probe;
import org.headrace.benchmarks.Contestant.Turn;
import org.headrace.benchmarks.workload.Work;

/** Payara Micro with an application, in a process of its own, set up as the guide says. */
public final class BenchmarkServer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);
    private static final String MEMORY = "/api/benchmark/memory/";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final int port;
    private final Path log;
    private final Deployment deployment;
    private final AtomicLong done = new AtomicLong();

    private BenchmarkServer(Process process, int port, Path log, Deployment deployment) {
        this.process = process;
        this.port = port;
        this.log = log;
        this.deployment = deployment;
    }

    /** Returns when its application is ready. */
    static BenchmarkServer start(Places places, BenchmarkDatabase database, Deployment deployment)
            throws IOException, InterruptedException {
        int port = freePort();
        Path log = places.target().resolve(deployment.name() + ".log");
        List<String> command = new ArrayList<>(List.of("java", "-Xmx512m"));
        // Such as those of a profiler.
        Collections.addAll(
                command,
                Pattern.compile("\\s+")
                        .split(System.getProperty("headrace.benchmark.server-options", "")
                                .strip()));
        command.removeIf(String::isEmpty);
        command.addAll(List.of(
                "-jar",
                places.server().resolve("payara-micro.jar").toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--port",
                Integer.toString(port),
                "--addlibs",
                places.server().resolve("postgresql.jar").toString(),
                "--prebootcommandfile",
                places.root()
                        .resolve("server-config/payara/data-source.asadmin")
                        .toString(),
                "--deploy",
                deployment.war().toString(),
                "--contextroot",
                "/"));
        var builder = new ProcessBuilder(command)
                .directory(places.target().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("HEADRACE_"));
        environment.put("HEADRACE_DB_HOST", "127.0.0.1");
        environment.put("HEADRACE_DB_PORT", Integer.toString(database.port()));
        environment.put("HEADRACE_DB_NAME", deployment.database());
        environment.put("HEADRACE_DB_USER", "postgres");
        environment.put("HEADRACE_DB_PASSWORD", "postgres");
        environment.put("HEADRACE_NODE_NAME", deployment.name());
        environment.put("HEADRACE_SECURITY", "open");
        environment.put("HEADRACE_SAGA_WORKERS", "16");
        var server = new BenchmarkServer(builder.start(), port, log, deployment);
        try {
            server.awaitReady(deployment.ready());
            return server;
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void awaitReady(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The server has ended:\n" + Files.readString(log));
            }
            try {
                if (send(HttpRequest.newBuilder(uri(path)).build()).statusCode() == 200) {
                    return;
                }
            } catch (ConnectException notYet) {
                // it starts
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        throw new IllegalStateException("The server was not ready in " + START + ":\n" + Files.readString(log));
    }

    /** Has the workload in the server do something, and returns what it says of it. */
    public JsonObject post(String path) throws IOException, InterruptedException {
        return ask(
                path,
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    /** What it tells at a path. */
    public JsonObject get(String path) throws IOException, InterruptedException {
        return ask(path, HttpRequest.newBuilder(uri(path)).build());
    }

    private JsonObject ask(String path, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    /** The same, as a rate a second. */
    public double rate(String path) throws IOException, InterruptedException {
        JsonObject answer = post(path);
        var work = new Work(
                answer.getJsonNumber("count").longValue(),
                answer.getJsonNumber("nanos").longValue());
        hasDone(work.count());
        return work.rate();
    }

    /** Counts what was done otherwise than by {@link #rate}. */
    public void hasDone(long count) {
        done.addAndGet(count);
    }

    /** Tells what a turn costs the server's heap, besides how fast it is. */
    public Probe metered(Turn turn) {
        return watched(length -> Reading.of(turn.run(length)));
    }

    /** The same, of what tells more. */
    public Probe watched(Probe probe) {
        return length -> {
            done.set(0);
            post(MEMORY + "begin");
            Reading reading = probe.run(length);
            JsonObject memory = post(MEMORY + "end");
            Map<String, Double> besides = new TreeMap<>(reading.besides());
            besides.put("heapMiB", memory.getJsonNumber("heapMiB").doubleValue());
            besides.put(
                    "allocatedBytesAnEvent",
                    memory.getJsonNumber("allocatedBytes").doubleValue() / Math.max(1, done.get()));
            return new Reading(reading.value(), besides);
        };
    }

    /** The root of all that it serves. */
    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** What it is called as a node. */
    public String name() {
        return deployment.name();
    }

    /** The name of the database that its data source leads to. */
    public String database() {
        return deployment.database();
    }

    public long pid() {
        return process.pid();
    }

    /** What its process has used of all processors so far. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Resident memory of its process, in MiB. */
    public long residentMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(url()).resolve(path);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
