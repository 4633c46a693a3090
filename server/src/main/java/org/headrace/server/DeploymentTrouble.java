package org.headrace.server;

import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Why a deployment failed. Payara answers only that it did; the cause stands in its log, where the first severe record
 * with an exception holds it, at the bottom of that exception's causes; later ones have lost it.
 */
final class DeploymentTrouble {

    private static final AtomicReference<@Nullable String> CAUSE = new AtomicReference<>();
    private static final AtomicReference<@Nullable String> MESSAGE = new AtomicReference<>();

    private DeploymentTrouble() {}

    /** Forgets what was logged before a deployment. */
    static void forget() {
        CAUSE.set(null);
        MESSAGE.set(null);
    }

    static void consider(LogRecord record) {
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            Throwable thrown = record.getThrown();
            if (thrown != null) {
                CAUSE.compareAndSet(null, deepest(thrown));
            }
            MESSAGE.compareAndSet(null, record.getMessage());
        }
    }

    static String told() {
        String cause = CAUSE.get();
        String message = cause == null ? MESSAGE.get() : cause;
        return message == null ? "no cause was logged" : message;
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        for (Throwable next = cause.getCause(); next != null && next != cause; next = cause.getCause()) {
            cause = next;
        }
        return cause.getClass().getSimpleName() + ": " + StartupFailure.reason(cause);
    }
}
