package org.headrace.engine.hub;

import org.headrace.engine.hub.HubObserver.Shed;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the clocks of a connection: what has taken too long, and what is due to be said. Only used by its
 * connection's tasks, one at a time.
 */
final class ConnectionWatch {

    private final Watched watched;
    private final ConnectionClock clock;
    private final Wire wire;
    private final SubscriptionDesk desk;
    private final HubSettings settings;

    /** The connection, which does what is called for. */
    interface Watched {

        /** Ends it with no more words. */
        void abort(String reason);

        /** Ends it, and tells its client why. */
        void end(String reason, boolean reconnect);

        /** Its transport is of no more use. */
        void lost(String reason);

        void say(@Nullable String message);

        /** To be counted. */
        void shed(Shed reason);
    }

    ConnectionWatch(Watched watched, ConnectionClock clock, Wire wire, SubscriptionDesk desk, HubSettings settings) {
        this.watched = watched;
        this.clock = clock;
        this.wire = wire;
        this.desk = desk;
        this.settings = settings;
    }

    /** A connection whose client has not said what it speaks. */
    void checkOpening() {
        if (clock.isOverTime()) {
            expired();
        } else if (clock.isStuck(wire)) {
            stuck();
        } else if (clock.isHandshakeOverdue()) {
            watched.shed(Shed.NO_HANDSHAKE);
            watched.abort("No handshake");
        }
    }

    /** @param kept null: its client cannot come back to it */
    void checkRunning(HubProtocol protocol, @Nullable Resumption kept) {
        if (clock.isOverTime()) {
            expired();
            return;
        }
        desk.lookIntoCuts();
        boolean isDetached = kept != null && kept.isDetached();
        if (!isDetached && desk.endIfTooSlow()) {
            return;
        }
        if (kept == null || kept.isAttached()) {
            checkTransport(protocol, kept);
        } else {
            waitForClient(kept);
        }
        if (kept != null) {
            kept.tick(clock.now());
        }
    }

    /** A connection that sends its last messages. */
    void checkEnding() {
        if (clock.isFarewellOver()) {
            watched.abort("The client does not read");
        } else if (clock.isStuck(wire)) {
            stuck();
        }
    }

    private void checkTransport(HubProtocol protocol, @Nullable Resumption kept) {
        if (clock.isStuck(wire)) {
            stuck();
        } else if (clock.isSilent()) {
            silent(kept);
        } else if (!wire.isBusy()) {
            ping(protocol, kept);
        }
    }

    /** It may come again, but not without a new token. */
    private void expired() {
        watched.end("The token has expired: connect with a new one", true);
    }

    private void stuck() {
        watched.shed(Shed.NOT_READING);
        watched.lost("The client does not read: a frame took longer than " + settings.sendTimeout());
    }

    private void silent(@Nullable Resumption kept) {
        watched.shed(Shed.SILENT);
        String reason = "The client was silent for " + settings.beat().silence().toSeconds() + " s";
        if (kept == null) {
            watched.end(reason, true);
        } else {
            watched.lost(reason);
        }
    }

    private void waitForClient(Resumption kept) {
        desk.forgetRead();
        if (!kept.isOverdue(clock.now(), settings.beat())) {
            return;
        }
        if (kept.isDetached()) {
            watched.shed(Shed.DID_NOT_COME_BACK);
            watched.abort("The client did not come back");
        } else {
            watched.lost("The client did not say where it goes on");
        }
    }

    private void ping(HubProtocol protocol, @Nullable Resumption kept) {
        if (!protocol.clientsPing() && clock.takeProbe()) {
            wire.outlet().probe();
        }
        if (!clock.isPingDue(wire)) {
            return;
        }
        if (kept == null) {
            watched.say(protocol.ping());
        } else {
            kept.sayAside(protocol.ping());
        }
    }
}
