package org.headrace.benchmarks.fanout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.headrace.benchmarks.BenchmarkDatabase;
import org.headrace.benchmarks.Cell;
import org.headrace.benchmarks.Child;
import org.headrace.benchmarks.Contestant;
import org.headrace.benchmarks.Contestant.Probe;
import org.headrace.benchmarks.Contestant.Role;
import org.headrace.benchmarks.Reading;
import org.headrace.benchmarks.Scenario;
import org.headrace.benchmarks.Stage;
import org.headrace.benchmarks.receiver.Dialect;

/** Events of 200 bytes to 50 and to 500 WebSockets: as fast as they are taken, and 100 a second for latency. */
public final class FanOutScenario implements Scenario {

    private static final int PER_SECOND = 100;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public String description() {
        return "to 50 and 500 WebSockets: messages delivered at full speed, and latency at 100 events/s";
    }

    @Override
    public List<Cell> cells(Stage stage) throws Exception {
        Audiences audiences = Audiences.start(stage);
        Pusher hub = Pusher.ours(stage, Dialect.SIGNALR);
        String sample = audiences.sample(hub);
        int bytes = sample.getBytes(StandardCharsets.UTF_8).length;
        Path message = Files.writeString(stage.places().target().resolve("message.json"), sample);
        NodePackages node = NodePackages.install(stage.places());
        var limit = new Entrant("Undertow, a frame a message", Role.LIMIT, undertow(stage, message));
        List<Entrant> all = List.of(
                limit,
                new Entrant("Headrace", Role.OURS, hub),
                new Entrant("ws", Role.PEER, Pusher.of(node.start("ws.mjs", message.toString()), Dialect.BARE)),
                new Entrant(
                        "Socket.IO",
                        Role.PEER,
                        Pusher.of(node.start("socket-io.mjs", message.toString()), Dialect.SOCKET_IO)));
        List<Entrant> plain = List.of(limit, new Entrant("Headrace", Role.OURS, Pusher.ours(stage, Dialect.PLAIN)));
        List<Cell> cells = new ArrayList<>();
        for (int subscribers : List.of(50, 500)) {
            Listening full = (pusher, length) -> audiences.full(pusher, subscribers, bytes, length);
            Listening paced = (pusher, length) -> audiences.paced(pusher, subscribers, PER_SECOND, length);
            cells.add(cell(stage, "full-" + subscribers, "messages/s", all, full));
            cells.add(cell(stage, "paced-" + subscribers, "ms", all, paced));
            cells.add(cell(stage, "full-plain-" + subscribers, "messages/s", plain, full));
        }
        return cells;
    }

    private static Pusher undertow(Stage stage, Path message) throws Exception {
        return Pusher.of(Child.java(stage.places(), BareUndertow.class, "512m", message.toString()), Dialect.BARE);
    }

    /** What is done with each of them. */
    private interface Listening {
        Reading to(Pusher pusher, Duration length) throws Exception;
    }

    private static Cell cell(Stage stage, String name, String unit, List<Entrant> entrants, Listening listening) {
        BenchmarkDatabase database = stage.database();
        List<Contestant> contestants = new ArrayList<>();
        for (Entrant entrant : entrants) {
            Probe probe = length -> listening.to(entrant.pusher(), length);
            boolean ours = entrant.role() == Role.OURS;
            contestants.add(new Contestant(
                    entrant.name(), entrant.role(), ours ? stage.server().watched(probe) : probe));
        }
        return new Cell(name, unit, contestants, () -> database.execute("CHECKPOINT"));
    }
}
