package org.headrace.benchmarks.receiver;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.headrace.benchmarks.workload.Latencies;

/** The receiver's process: an order a line, an outcome a line, until its standard input ends. */
public final class Receiver {

    /** Messages delivered between two orders to publish. Twice as many may be on their way. */
    private static final int CHUNK = 100_000;

    /** Offsets and times in a message may take fewer digits than in the sample. */
    private static final int FEWER_BYTES = 32;

    private Receiver() {}

    public static void main(String[] arguments) throws IOException {
        Jsonb json = JsonbBuilder.create();
        try (var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                System.out.println(json.toJson(carriedOut(json.fromJson(line, Order.class))));
            }
        }
    }

    private static Outcome carriedOut(Order order) {
        try {
            return switch (order.work()) {
                case Order.FULL -> full(order);
                case Order.PACED -> paced(order);
                case Order.SAMPLE -> sample(order);
                default -> Outcome.failed("There is no work called " + order.work());
            };
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return Outcome.failed(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(e.toString());
        }
    }

    private static Outcome full(Order order) throws IOException, InterruptedException {
        int shortest = order.messageBytes() - FEWER_BYTES;
        Supplier<Tally> tallies =
                () -> order.dialect().joins() ? new JoinedTally(shortest) : new FrameTally(shortest / 2);
        int chunk = Math.max(1, CHUNK / order.subscribers());
        var publisher = new Publisher(order);
        try (var audience = new Audience(order, tallies)) {
            var processors = new Processors(order.pid());
            long begin = System.nanoTime();
            long published = 0;
            do {
                audience.await(published - chunk);
                publisher.publish(chunk);
                published += chunk;
            } while (System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(order.millis()));
            audience.await(published);
            return outcome(order, audience, processors, new Latencies(), published, System.nanoTime() - begin);
        }
    }

    private static Outcome paced(Order order) throws IOException, InterruptedException {
        long count = order.leadIn() + TimeUnit.MILLISECONDS.toMicros(order.millis()) / order.micros();
        var latencies = new Latencies(order.leadIn() * order.subscribers());
        try (var audience = new Audience(order, () -> new StampTally(latencies))) {
            var processors = new Processors(order.pid());
            long begin = System.nanoTime();
            new Publisher(order).pace(count, order.micros());
            audience.await(count);
            return outcome(order, audience, processors, latencies, count, System.nanoTime() - begin);
        }
    }

    private static Outcome outcome(
            Order order, Audience audience, Processors processors, Latencies latencies, long count, long nanos)
            throws InterruptedException {
        double clientCores = processors.clientCores();
        double serverCores = processors.serverCores();
        long delivered = count * order.subscribers();
        return new Outcome(
                delivered,
                delivered * 1e9 / nanos,
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.firstMillis(),
                clientCores,
                serverCores,
                (double) audience.leave(count) / delivered,
                "",
                "");
    }

    private static Outcome sample(Order order) throws IOException, InterruptedException {
        try (SocketChannel channel = Opening.open(order)) {
            new Publisher(order).publish(1);
            return Outcome.sample(Opening.frame(channel));
        }
    }
}
