package org.headrace.engine.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.jspecify.annotations.Nullable;

/** The times of one connection's life. Only {@link #heard}, {@link #heardAt} and {@link #now} may be called by any thread. */
final class ConnectionClock {

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    /** Longer ones would not fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final LongSupplier nanoTime;
    private final Duration sendTimeout;
    private final Heartbeat beat;
    private final long openedAt;
    private volatile long heardAt;
    private long probedAt;
    private long endingAt;
    private @Nullable Long endAt;

    ConnectionClock(LongSupplier nanoTime, HubSettings settings) {
        this.nanoTime = nanoTime;
        this.sendTimeout = settings.sendTimeout();
        this.beat = settings.beat();
        this.openedAt = now();
        this.heardAt = openedAt;
        this.probedAt = openedAt;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** The client has sent something. */
    void heard() {
        heardAt = now();
    }

    /** When the client last sent something. */
    long heardAt() {
        return heardAt;
    }

    /** The connection ends then; null: nothing says so. Later times of this machine's clock do not change it. */
    void endAt(@Nullable Instant time) {
        endAt = time == null ? null : now() + nanosUntil(time);
    }

    boolean isOverTime() {
        return endAt != null && now() - endAt >= 0;
    }

    private static long nanosUntil(Instant time) {
        Duration left = Duration.between(Instant.now(), time);
        return (left.compareTo(LONGEST) < 0 ? left : LONGEST).toNanos();
    }

    /** The connection's last messages go out. */
    void ending() {
        endingAt = now();
    }

    boolean isFarewellOver() {
        return isOver(endingAt, FAREWELL);
    }

    boolean isHandshakeOverdue() {
        return isOver(openedAt, beat.handshake());
    }

    boolean isStuck(Wire wire) {
        return wire.isBusy() && isOver(wire.changedAt(), sendTimeout);
    }

    boolean isSilent() {
        return isOver(heardAt, beat.silence());
    }

    boolean isPingDue(Wire wire) {
        return isOver(wire.changedAt(), beat.ping());
    }

    /** Whether a client that only listens is to be asked for a sign of life now, however much is sent to it. */
    boolean takeProbe() {
        boolean isDue = isOver(heardAt, beat.ping()) && isOver(probedAt, beat.ping());
        if (isDue) {
            probedAt = now();
        }
        return isDue;
    }

    private boolean isOver(long since, Duration limit) {
        return now() - since > limit.toNanos();
    }
}
