package org.headrace.benchmarks.receiver;

import java.time.Duration;

/** How much of the machine this process and the contestant's use. */
final class Processors {

    private final ProcessHandle server;
    private final long begin = System.nanoTime();
    private final Duration clientBefore = used(ProcessHandle.current());
    private final Duration serverBefore;

    /** Counts from now on. */
    Processors(long pid) {
        server = ProcessHandle.of(pid).orElseThrow();
        serverBefore = used(server);
    }

    double clientCores() {
        return cores(clientBefore, ProcessHandle.current());
    }

    double serverCores() {
        return cores(serverBefore, server);
    }

    private double cores(Duration before, ProcessHandle process) {
        return (double) used(process).minus(before).toNanos() / (System.nanoTime() - begin);
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
