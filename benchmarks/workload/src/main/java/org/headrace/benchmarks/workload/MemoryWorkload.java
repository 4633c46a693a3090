package org.headrace.benchmarks.workload;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tells what this server's heap has gone through between two calls. */
@Path("benchmark/memory")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class MemoryWorkload {

    /**
     * What the heap has gone through.
     *
     * @param allocatedBytes by everything in the server
     * @param heapMiB the most that was left after a collection, or what is in use where there was none
     */
    public record Memory(long allocatedBytes, long heapMiB) {}

    private final HeapMeter meter = new HeapMeter();

    @PostConstruct
    void listen() {
        meter.start();
    }

    @PreDestroy
    void stop() {
        meter.close();
    }

    @POST
    @Path("begin")
    public Memory begin() {
        meter.reset();
        return meter.read();
    }

    @POST
    @Path("end")
    public Memory end() {
        return meter.read();
    }
}
