package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.util.Collections;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.AllocatedBytes;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an append allocates, the driver's part included. Who lets the data be copied once more must mean it. */
@Timeout(60)
class AppendAllocationTest {

    private static final int DATA = 20_000;
    private static final NewEvent EVENT = NewEvent.of("Placed", JsonText.of("\"" + "x".repeat(DATA - 2) + "\""));
    private static final int BATCH = 100;

    /** Measured: 6.3 and 4.1 copies. */
    private static final long MOST_ALONE = 7L * DATA;

    private static final long MOST_IN_A_BATCH = 5L * DATA;

    /** Tries that are not counted: what is made once is made then. */
    private static final int BEFORE = 20;

    private static final int COUNTED = 10;

    private static LogEnvironment environment;
    private static StoredEventLog log;

    private final String stream = newStream();

    @BeforeAll
    static void start() {
        environment = LogEnvironment.postgres();
        log = environment.newLog();
    }

    @AfterAll
    static void stop() {
        environment.close();
    }

    @Test
    void anEventCostsAFewCopiesOfItsData() {
        long each = each(() -> log.append(stream, EVENT));

        System.out.printf("AppendAllocationTest: %d bytes for an event of %d%n", each, DATA);
        assertThat(each).isPositive().isLessThan(MOST_ALONE);
    }

    @Test
    void anEventOfABatchCostsNoMore() {
        List<NewEvent> events = Collections.nCopies(BATCH, EVENT);

        long each = each(() -> log.append(Append.to(stream, events))) / BATCH;

        System.out.printf("AppendAllocationTest: %d bytes for an event of %d in a batch%n", each, DATA);
        assertThat(each).isPositive().isLessThan(MOST_IN_A_BATCH);
    }

    /** By this thread, which commits for itself where nobody else appends. */
    private static long each(Runnable append) {
        for (int i = 0; i < BEFORE; i++) {
            append.run();
        }
        long before = AllocatedBytes.byThisThread();
        for (int i = 0; i < COUNTED; i++) {
            append.run();
        }
        return (AllocatedBytes.byThisThread() - before) / COUNTED;
    }
}
