package org.headrace.engine.management;

import org.jspecify.annotations.Nullable;

/** This node. */
@Told("This node")
public interface NodeMXBean {

    @Told("What it is called: headrace.node.name; null while it is not a member of the cluster")
    @Nullable
    String getName();

    @Told("Its id, new at each start; null while it is not a member of the cluster")
    @Nullable
    String getId();

    @Told("Whether it holds its lease: else others may have taken over from it")
    boolean isAlive();

    @Told("Which Headrace this is")
    String getVersion();

    @Told("How many projections it runs")
    int getRunningProjections();

    @Told("How many sagas it is running, or has in line")
    int getHeldSagas();

    @Told("How many sagas it can run at a time")
    int getSagaWorkers();

    @Told("How many streams its projections and subscriptions are interested in")
    int getTailStreams();

    @Told("Bytes of events held in memory, at the most")
    long getTailHeldBytes();
}
