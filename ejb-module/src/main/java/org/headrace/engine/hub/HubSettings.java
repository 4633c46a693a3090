package org.headrace.engine.hub;

import java.time.Duration;
import org.headrace.input.InvalidInputException;

/**
 * The limits of a node's hub.
 *
 * @param sendTimeout how long one frame may take to go out before the client is cut off
 * @param maxSubscriptions of one connection
 * @param maxConnections of this node
 * @param pollInterval the longest that it may take to find what other nodes have appended
 * @param beat the times of a connection's life
 * @param limits what one client may take of it
 */
public record HubSettings(
        Duration sendTimeout,
        int maxSubscriptions,
        int maxConnections,
        Duration pollInterval,
        Heartbeat beat,
        ClientLimits limits) {

    /**
     * When a connection counts as dead, and how it is kept from it.
     *
     * @param handshake how long a client may take to say what it speaks
     * @param ping after how long without output a ping goes out
     * @param silence how long a client may say nothing
     * @param grace how long a connection is kept for a client that may come back to it; zero: none may
     */
    public record Heartbeat(Duration handshake, Duration ping, Duration silence, Duration grace) {

        /** Clients of SignalR take a server for dead after 30 s, and send a ping every 15 s themselves. */
        public static final Heartbeat DEFAULT = new Heartbeat(
                Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public static final HubSettings DEFAULT = new HubSettings(
            Duration.ofSeconds(30), 100, 10_000, Duration.ofMillis(500), Heartbeat.DEFAULT, ClientLimits.DEFAULT);

    public HubSettings {
        require("headrace.hub.send-timeout", !sendTimeout.isNegative() && !sendTimeout.isZero());
        require("headrace.hub.max-subscriptions", maxSubscriptions > 0);
        require("headrace.hub.max-connections", maxConnections > 0);
        require("headrace.hub.polling-interval", pollInterval.toMillis() > 0);
        require("headrace.hub.ping-interval", beat.ping().toMillis() > 0);
        if (beat.grace().isNegative()) {
            throw new InvalidInputException(
                    "headrace.hub.reconnect-grace", "must not be negative: PT0S lets no client come back");
        }
        if (beat.ping().compareTo(beat.silence().dividedBy(2)) > 0) {
            throw new InvalidInputException(
                    "headrace.hub.ping-interval",
                    "must be at most " + beat.silence().dividedBy(2) + ": clients give a silent server up after "
                            + beat.silence());
        }
    }

    static void require(String setting, int value, int least) {
        if (value < least) {
            throw new InvalidInputException(setting, "must be at least " + least);
        }
    }

    private static void require(String setting, boolean positive) {
        if (!positive) {
            throw new InvalidInputException(setting, "must be positive");
        }
    }
}
