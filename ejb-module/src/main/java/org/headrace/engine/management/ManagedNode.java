package org.headrace.engine.management;

import java.util.Optional;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.cluster.NodeReading;
import org.headrace.engine.projection.ProjectionReading;
import org.headrace.engine.projection.ProjectionReadings;
import org.headrace.engine.saga.SagaReadings;
import org.headrace.engine.saga.SagaReadings.OfNode;
import org.headrace.engine.stream.StreamEngine;
import org.jspecify.annotations.Nullable;

/** This node, read from memory. */
record ManagedNode(
        ClusterEngine cluster, ProjectionReadings projections, SagaReadings sagas, StreamEngine streams, String version)
        implements NodeMXBean {

    @Override
    public @Nullable String getName() {
        return cluster.node().map(NodeReading::name).orElse(null);
    }

    @Override
    public @Nullable String getId() {
        return cluster.node().map(node -> node.id().toString()).orElse(null);
    }

    @Override
    public boolean isAlive() {
        return cluster.node().filter(NodeReading::alive).isPresent();
    }

    @Override
    public String getVersion() {
        return version;
    }

    @Override
    public int getRunningProjections() {
        return (int) projections.all().stream().filter(ProjectionReading::here).count();
    }

    @Override
    public int getHeldSagas() {
        return ofNode().map(OfNode::held).orElse(0);
    }

    @Override
    public int getSagaWorkers() {
        return ofNode().map(OfNode::workers).orElse(0);
    }

    private Optional<OfNode> ofNode() {
        return sagas.ofNode();
    }

    @Override
    public int getTailStreams() {
        return streams.reading().streams();
    }

    @Override
    public long getTailHeldBytes() {
        return streams.reading().bytesHeld();
    }
}
