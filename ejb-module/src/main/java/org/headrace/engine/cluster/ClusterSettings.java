package org.headrace.engine.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.headrace.input.InvalidInputException;

/**
 * How a node takes part in its cluster.
 *
 * @param nodeName {@code headrace.node.name}: what people call this node; by default its host and process
 * @param lease {@code headrace.cluster.lease}: how long a node that is not heard of keeps what it holds, and how long a
 *     batch may work without a statement to the database, ISO 8601; the same on all nodes
 */
public record ClusterSettings(String nodeName, Duration lease) {

    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);
    private static final int HEARTBEATS_A_LEASE = 5;
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** @throws InvalidInputException naming the setting that is out of its range */
    public ClusterSettings {
        if (nodeName.isBlank()) {
            throw new InvalidInputException("headrace.node.name", "must not be blank");
        }
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new InvalidInputException(
                    "headrace.cluster.lease", "must be at least " + SHORTEST_LEASE + ", is " + lease);
        }
    }

    public static ClusterSettings from(Config config) {
        return new ClusterSettings(
                config.getOptionalValue("headrace.node.name", String.class)
                        .orElseGet(() -> host() + ":" + ProcessHandle.current().pid()),
                config.getOptionalValue("headrace.cluster.lease", Duration.class)
                        .orElse(DEFAULT_LEASE));
    }

    /** How often the node says that it lives. */
    Duration heartbeat() {
        return lease.dividedBy(HEARTBEATS_A_LEASE);
    }

    /** How often the node looks for what others have left. */
    Duration look() {
        return heartbeat().compareTo(LOOK) < 0 ? heartbeat() : LOOK;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
