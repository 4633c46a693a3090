package org.headrace.engine.saga.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.headrace.engine.saga.EngineNode;
import org.headrace.engine.saga.SagaEnvironment.Effects;
import org.headrace.engine.saga.SagaEnvironment.Stores;
import org.headrace.engine.saga.SagaEnvironment.TableEffects;
import org.headrace.operator.Operator;
import org.headrace.persistence.Jdbc;
import org.headrace.persistence.jpa.HeadraceUnit;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.persistence.testing.NarayanaPlatform;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaStart;

/**
 * A node in a process of its own. It is told by lines on its standard input ({@code start CASE}, {@code cancel ID}, {@code go}, {@code halt},
 * {@code held}), tells by lines on its standard output, and ends with its input.
 */
final class CrashNode {

    /** The exit code that only {@code halt} gives. */
    static final int HALTED = 42;

    private static final int WORKERS = 30;
    private static final int POOL = 40;
    private static final int FAILED = 3;

    private final Faults faults;
    private final FaultyParts parts;
    private final EngineNode node;

    private CrashNode(JtaEnvironment jta, HeadraceUnit unit, Settings settings) {
        faults = new Faults(new Backends(jta.dataSource(), settings.jdbcUrl()));
        parts = new FaultyParts(jta, Stores.postgres(jta, unit), faults);
        var work = new FaultyWork(
                new TableEffects(new Jdbc(jta.dataSource())), new GatewayClient(settings.gateway(), settings.name()));
        node = new EngineNode(
                settings.name(),
                WORKERS,
                settings.lease(),
                parts.parts().sharedByAtMost(settings.shared()),
                CrashSaga.all(work, settings.timeout()));
    }

    /**
     * What a process is given, as its arguments.
     *
     * @param shared how many sagas share a transaction
     */
    record Settings(String jdbcUrl, String name, String gateway, Duration lease, Duration timeout, int shared) {

        /** Whose sagas have transactions of their own, each of which can stand still. */
        Settings(String jdbcUrl, String name, String gateway, Duration lease, Duration timeout) {
            this(jdbcUrl, name, gateway, lease, timeout, 1);
        }

        List<String> arguments() {
            return List.of(jdbcUrl, name, gateway, lease.toString(), timeout.toString(), Integer.toString(shared));
        }

        static Settings of(String[] arguments) {
            return new Settings(
                    arguments[0],
                    arguments[1],
                    arguments[2],
                    Duration.parse(arguments[3]),
                    Duration.parse(arguments[4]),
                    Integer.parseInt(arguments[5]));
        }
    }

    public static void main(String[] arguments) throws IOException {
        Settings settings = Settings.of(arguments);
        JtaEnvironment jta = JtaEnvironment.over(settings.jdbcUrl(), POOL);
        var unit = new HeadraceUnit(jta::dataSource, new NarayanaPlatform());
        unit.factory();
        var crashNode = new CrashNode(jta, unit, settings);
        crashNode.start(
                SagaStart.of(CrashSaga.nameOf(true, true), SagaData.empty()).correlatedBy("warm-up"));
        crashNode.awaitIdle();
        tell("READY", crashNode.node.id().toString());
        crashNode.obey();
    }

    /** Prints a line; whole, whoever else prints. */
    static synchronized void tell(String what, String of) {
        System.out.println(what + ' ' + of);
        System.out.flush();
    }

    private void obey() throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            String command = space < 0 ? line : line.substring(0, space);
            switch (command) {
                case "start" -> startSoon(CrashCase.named(line.substring(space + 1)));
                case "many" -> startMany(Integer.parseInt(line.substring(space + 1)));
                case "cancel" -> cancelSoon(line.substring(space + 1));
                case "go" -> faults.goOn();
                case "halt" -> Runtime.getRuntime().halt(HALTED);
                case "held" -> tell("HELD", Integer.toString(node.heldCount()));
                default -> throw new IllegalArgumentException(line);
            }
        }
        Runtime.getRuntime().halt(FAILED);
    }

    private void cancelSoon(String sagaId) {
        faults.armOperators();
        new Thread(() -> {
                    try {
                        tell(
                                "CANCELLED",
                                node.sagas()
                                        .cancel(sagaId, new Operator("ada", "test"))
                                        .explanation());
                    } catch (RuntimeException e) {
                        tell("REFUSED", e.toString());
                    }
                })
                .start();
    }

    /** That many at once, without faults and without keys; undone or not in turn. */
    private void startMany(int count) {
        for (int i = 0; i < count; i++) {
            String definition = CrashSaga.nameOf(false, i % 2 == 1);
            var start = SagaStart.of(definition, SagaData.empty()).correlatedBy("many-" + i);
            new Thread(() -> start(start)).start();
        }
    }

    private void startSoon(CrashCase crash) {
        faults.arm(crash);
        var start = new SagaStart(crash.definition(), crash.data(), crash.name(), crash.name());
        new Thread(() -> start(start)).start();
    }

    /** Asks again until there is an answer, as a client does that gave a business key. */
    private void start(SagaStart start) {
        while (true) {
            try {
                tell("STARTED", node.sagas().start(start).sagaId());
                return;
            } catch (RuntimeException e) {
                tell("ASKING_AGAIN", e.toString());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    private void awaitIdle() {
        while (node.heldCount() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private final class FaultyWork implements CrashSaga.Work {

        private final Effects effects;
        private final GatewayClient gateway;

        private FaultyWork(Effects effects, GatewayClient gateway) {
            this.effects = effects;
            this.gateway = gateway;
        }

        @Override
        public Effects effects() {
            return effects;
        }

        @Override
        public void written(SagaContext context) throws Exception {
            parts.written(context);
        }

        @Override
        public void call(SagaContext context) throws Exception {
            Faults.Place place = FaultyParts.placeOf(context);
            faults.at(Moment.CALL_STARTED, place);
            gateway.call(context, faults.isUnanswered(place));
            faults.at(Moment.CALL_ANSWERED, place);
        }
    }
}
