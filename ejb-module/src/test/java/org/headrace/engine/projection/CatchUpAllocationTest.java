package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.AllocatedBytes;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an event that is read by a projection that catches up allocates, by whichever thread, the driver's part included. */
@Timeout(60)
class CatchUpAllocationTest {

    private static final String STREAM = "Orders";
    private static final int DATA = 20_000;
    private static final NewEvent EVENT = NewEvent.of("Placed", JsonText.of("\"" + "x".repeat(DATA - 2) + "\""));
    private static final int BATCH = 100;

    /** Measured: 1.6 copies, when the node had the newest fifth of the events already: the driver's and the event's own. */
    private static final long MOST = 23L * DATA / 10;

    private static final int EVENTS = 1_000;

    private RunnerEnvironment environment;

    @BeforeEach
    void open() {
        environment = RunnerEnvironment.postgres(() -> {});
        for (int i = 0; i < EVENTS / BATCH; i++) {
            environment.log().append(Append.to(STREAM, Collections.nCopies(BATCH, EVENT)));
        }
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void anEventCostsAFewCopiesOfItsData() throws Exception {
        allocatedByCatchingUp("first"); // what is made once is made then

        long each = allocatedByCatchingUp("counted") / EVENTS;

        System.out.printf("CatchUpAllocationTest: %d bytes for an event of %d%n", each, DATA);
        assertThat(each).isPositive().isLessThan(MOST);
    }

    private long allocatedByCatchingUp(String projection) throws Exception {
        var seen = new AtomicInteger();
        BatchProjection counting = (events, context) -> seen.addAndGet(events.size());
        ProjectionRunner runner = environment.newRunner(ProjectionDefinition.of(projection, counting, STREAM)
                .withOptions(ProjectionOptions.DEFAULT.withBatchSize(BATCH)));
        long before = AllocatedBytes.byAllThreads();
        environment.run(runner);
        assertThat(seen).hasValue(EVENTS);
        return AllocatedBytes.byAllThreads() - before;
    }
}
