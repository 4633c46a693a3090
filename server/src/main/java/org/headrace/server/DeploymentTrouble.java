package org.headrace.server;

import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Why a deployment failed. Payara answers only that it did; the cause stands in its log, where the last severe message
 * is the one that says it.
 */
final class DeploymentTrouble {

    private static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();

    private DeploymentTrouble() {}

    static void consider(LogRecord record) {
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            Throwable thrown = record.getThrown();
            String message = thrown == null ? record.getMessage() : deepest(thrown);
            if (message != null && !message.isBlank()) {
                LAST.set(message);
            }
        }
    }

    static String told() {
        String message = LAST.get();
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
