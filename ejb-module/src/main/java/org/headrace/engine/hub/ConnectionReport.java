package org.headrace.engine.hub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.jspecify.annotations.Nullable;

/** Tells how a connection stands. */
final class ConnectionReport {

    private final String id;
    private final ClientOrigin origin;
    private final ConnectionClock clock;
    private final Wire wire;
    private final Instant connectedAt = now();

    /** Of a connection that has just been made. */
    ConnectionReport(String id, ClientOrigin origin, ConnectionClock clock, Wire wire) {
        this.id = id;
        this.origin = origin;
        this.clock = clock;
        this.wire = wire;
    }

    /** To be asked by the connection's own tasks. */
    Details details(@Nullable HubProtocol protocol, long messages, SubscriptionDesk desk) {
        return new Details(
                protocol == null ? null : protocol.name(),
                protocol == null ? null : protocol.naming(),
                messages,
                wire.characters(),
                wire.isBusy() ? timeOf(wire.changedAt()) : null,
                desk.patterns(),
                desk.statuses());
    }

    /**
     * May be asked by any thread.
     *
     * @param details null: the connection did not tell them
     */
    ConnectionStatus status(@Nullable Details details) {
        return new ConnectionStatus(id, origin, connectedAt, timeOf(clock.heardAt()), details);
    }

    private Instant timeOf(long nanos) {
        return now().minusNanos(clock.now() - nanos).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
