package org.headrace.it.cluster;

import java.util.List;

/** Two nodes on one database, both ready. */
final class Cluster implements AutoCloseable {

    private final ClusterDatabase database;
    private final List<Node> nodes;

    private Cluster(ClusterDatabase database, List<Node> nodes) {
        this.database = database;
        this.nodes = nodes;
    }

    static Cluster start() {
        ClusterDatabase database = ClusterDatabase.start();
        var cluster = new Cluster(
                database,
                List.of(new Node("node-a", database, database.port()), new Node("node-b", database, database.port())));
        try {
            cluster.nodes.forEach(Node::awaitReady);
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    ClusterDatabase database() {
        return database;
    }

    List<Node> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        database.close();
    }
}
