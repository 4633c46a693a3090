package org.headrace.benchmarks.fanout;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.benchmarks.BenchmarkServer;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Reading;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.receiver.Order;
import org.headrace.benchmarks.receiver.Outcome;
import org.headrace.benchmarks.receiver.Receiver;

/** Has the one receiving process listen to contestants, to a stream of their own in every turn. */
public final class Audiences {

    private final AtomicInteger turns = new AtomicInteger();
    private final BenchmarkServer server;
    private final Child receiver;

    private Audiences(BenchmarkServer server, Child receiver) {
        this.server = server;
        this.receiver = receiver;
    }

    public static Audiences start(Stage stage) throws IOException {
        return new Audiences(stage.server(), Child.java(stage.places(), Receiver.class, "256m"));
    }

    /** The text of one message. */
    public String sample(Pusher pusher) throws IOException {
        return carriedOut(order(Order.SAMPLE, pusher, 1, 0, Duration.ZERO, 0, 0))
                .text();
    }

    /** Messages a second, all subscribers together, as fast as they are taken. */
    Reading full(Pusher pusher, int subscribers, int messageBytes, Duration length) throws IOException {
        Outcome seen = carriedOut(order(Order.FULL, pusher, subscribers, messageBytes, length, 0, 0));
        return new Reading(seen.perSecond(), besides(seen));
    }

    /** The median latency in ms, with so many messages a second. */
    public Reading paced(Pusher pusher, int subscribers, int perSecond, Duration length) throws IOException {
        return paced(pusher, subscribers, perSecond, Duration.ZERO, length);
    }

    /** @param leadIn how long there are messages before those that count */
    public Reading paced(Pusher pusher, int subscribers, int perSecond, Duration leadIn, Duration length)
            throws IOException {
        long before = leadIn.toMillis() * perSecond / 1_000;
        Outcome seen = carriedOut(order(Order.PACED, pusher, subscribers, 0, length, 1_000_000L / perSecond, before));
        Map<String, Double> besides = besides(seen);
        besides.put("p99Ms", seen.p99Ms());
        if (before > 0) {
            besides.put("firstMs", seen.firstMs());
        }
        return new Reading(seen.p50Ms(), besides);
    }

    private static Map<String, Double> besides(Outcome seen) {
        return new TreeMap<>(Map.of(
                "clientCores", seen.clientCores(),
                "serverCores", seen.serverCores(),
                "bytesAMessage", seen.bytesAMessage()));
    }

    private Order order(
            String work, Pusher pusher, int subscribers, int messageBytes, Duration length, long micros, long leadIn) {
        return new Order(
                work,
                pusher.dialect(),
                pusher.port(),
                pusher.pid(),
                pusher.publisher(),
                "Pushed" + turns.incrementAndGet(),
                subscribers,
                messageBytes,
                length.toMillis(),
                micros,
                leadIn);
    }

    private Outcome carriedOut(Order order) throws IOException {
        Outcome outcome = receiver.ask(order, Outcome.class);
        if (!outcome.error().isEmpty()) {
            throw new IllegalStateException(order + " failed: " + outcome.error());
        }
        if (order.publisher().startsWith(server.url())) {
            server.hasDone(outcome.delivered());
        }
        return outcome;
    }
}
