package org.headrace.benchmarks.workload;

import jakarta.enterprise.context.ApplicationScoped;

/** How long events took to their read model. */
@ApplicationScoped
public class Arrivals {

    private volatile Latencies latencies = new Latencies();

    /**
     * Forgets all so far.
     *
     * @param leadIn how many are passed over from now on
     */
    public void reset(long leadIn) {
        latencies = new Latencies(leadIn);
    }

    public void add(long nanos) {
        latencies.add(nanos);
    }

    public Latencies now() {
        return latencies;
    }
}
