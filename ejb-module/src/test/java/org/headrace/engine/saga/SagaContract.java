package org.headrace.engine.saga;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaHappening;
import org.headrace.saga.SagaStart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What tests of the engine begin with, whatever keeps the sagas. */
@Timeout(120)
abstract class SagaContract {

    static final Operator ADA = new Operator("ada", "test");

    SagaEnvironment env;

    abstract SagaEnvironment newEnvironment();

    @BeforeEach
    void open() {
        env = newEnvironment();
    }

    @AfterEach
    void close() {
        env.close();
    }

    static String start(SagaEnvironment.Node node, String name) {
        return node.sagas.start(SagaStart.of(name, SagaData.empty())).sagaId();
    }

    /** What happened to a saga, in a line each: type, step and direction where there is one. */
    List<String> history(String sagaId) {
        return env.log().of(sagaId, 0, 1_000).stream().map(SagaContract::line).toList();
    }

    private static String line(SagaHappening happening) {
        var step = happening.step();
        return step == null
                ? happening.type().label()
                : happening.type().label()
                        + ' '
                        + step.step()
                        + ' '
                        + step.direction().label();
    }

    /** Tells that it is there and waits to be let go. */
    static void hold(CountDownLatch there, CountDownLatch release) throws InterruptedException {
        there.countDown();
        if (!release.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("never released");
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("It never came there");
        }
    }
}
