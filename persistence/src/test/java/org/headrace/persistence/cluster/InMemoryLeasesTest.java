package org.headrace.persistence.cluster;

import java.time.Clock;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.memory.HeapTransactions;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.spi.LeaseStore;

class InMemoryLeasesTest extends LeasesContract {

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final InMemoryLeases heap = new InMemoryLeases(new HeapTransactions(jta.registry()), Clock.systemUTC());

    @Override
    NodeStore nodes() {
        return heap;
    }

    @Override
    LeaseStore leases() {
        return heap;
    }

    @Override
    JtaEnvironment jta() {
        return jta;
    }
}
