package org.headrace.it.cluster;

import java.util.List;

/** Two nodes on one database, each behind a network of its own. */
final class Cluster implements AutoCloseable {

    private final ClusterDatabase database;
    private final List<Node> nodes;

    private Cluster(ClusterDatabase database) {
        this.database = database;
        this.nodes = List.of(new Node("node-a", database), new Node("node-b", database));
    }

    /** Returns when both are ready. */
    static Cluster start() {
        var cluster = new Cluster(ClusterDatabase.start());
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

    Node node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no node " + name));
    }

    Node otherThan(Node node) {
        return nodes.get(nodes.indexOf(node) == 0 ? 1 : 0);
    }

    /** Whatever a test has done to them: both are there, move, and reach the database. */
    void mend() {
        database.startIfStopped();
        nodes.forEach(Node::mend);
        nodes.forEach(Node::awaitReady);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        database.close();
    }
}
