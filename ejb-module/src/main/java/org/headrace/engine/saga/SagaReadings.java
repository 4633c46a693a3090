package org.headrace.engine.saga;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.headrace.saga.spi.SagaCountStore;
import org.headrace.saga.spi.SagaCountStore.SagaCount;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Unclaimed;

/** Reads how many sagas there are, and how busy this node is with them. */
@ApplicationScoped
public class SagaReadings {

    /** How many open sagas are looked at. */
    static final int MOST = 100_000;

    /** Beyond several scans of a busy node, and a lease. */
    public static final Duration STRANDED_AFTER = Duration.ofSeconds(30);

    @Inject
    SagaCountStore counts;

    @Inject
    SagaWorkStore work;

    @Inject
    SagaEngine engine;

    /**
     * What the store holds, of all nodes.
     *
     * @param open at most {@value #MOST} in all
     * @param stranded ready for {@link #STRANDED_AFTER} and with no node
     */
    public record OfStore(List<SagaCount> open, List<Unclaimed> stranded) {
        public OfStore {
            open = List.copyOf(open);
            stranded = List.copyOf(stranded);
        }
    }

    /**
     * What this node is at.
     *
     * @param held sagas that it is running, or has in line
     * @param workers how many it can run at a time
     */
    public record OfNode(int held, int workers) {}

    /**
     * Asks the store: two queries, of which the first looks at no more than {@value #MOST} rows of an index.
     *
     * @throws org.headrace.stream.EventLogUnavailableException when it does not answer
     */
    public OfStore ofStore() {
        return new OfStore(counts.open(MOST), work.unclaimed(STRANDED_AFTER));
    }

    /** Asks nobody; empty before the start and after the stop. */
    public Optional<OfNode> ofNode() {
        return engine.dispatch().map(dispatch -> new OfNode(dispatch.heldCount(), dispatch.workers()));
    }
}
