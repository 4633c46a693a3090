package org.headrace.benchmarks.append;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.headrace.benchmarks.BenchmarkServer;

/** NDJSON through HTTP: each caller makes one upload, which ends when its time is over. */
final class Uploads {

    private static final int LINES = 1_000;
    private static final byte[] BLOCK = block();

    private Uploads() {}

    /** Events a second, each upload counted until it is answered. */
    static double run(BenchmarkServer server, String stream, int callers, Duration length)
            throws InterruptedException, ExecutionException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + "/api/streams/" + stream + "/events");
        long begin = System.nanoTime();
        List<FutureTask<Long>> uploads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            var upload = new FutureTask<>(() -> upload(address, begin + length.toNanos()));
            uploads.add(upload);
            var thread = new Thread(upload, "upload");
            thread.setDaemon(true);
            thread.start();
        }
        long count = 0;
        for (FutureTask<Long> upload : uploads) {
            count += upload.get();
        }
        server.hasDone(count);
        return count * 1e9 / (System.nanoTime() - begin);
    }

    private static long upload(URI address, long end) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofInputStream(() -> new Repeated(BLOCK, end)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("An upload was answered " + answer.statusCode() + ": " + answer.body());
        }
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            JsonObject appended = reader.readObject();
            return appended.getJsonNumber("count").longValue();
        }
    }

    private static byte[] block() {
        var lines = new StringBuilder();
        String data = Events.data(1)[0];
        for (int i = 0; i < LINES; i++) {
            lines.append("{\"type\":\"Benchmarked\",\"key\":\"key-")
                    .append(i)
                    .append("\",\"data\":")
                    .append(data)
                    .append("}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The block over and over, the last one whole, until the time is over. */
    private static final class Repeated extends InputStream {

        private final byte[] block;
        private final long end;
        private int at;

        Repeated(byte[] block, long end) {
            this.block = block;
            this.end = end;
        }

        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int from, int most) {
            if (at == block.length) {
                at = 0;
            }
            if (at == 0 && System.nanoTime() > end) {
                return -1;
            }
            int count = Math.min(most, block.length - at);
            System.arraycopy(block, at, into, from, count);
            at += count;
            return count;
        }
    }
}
