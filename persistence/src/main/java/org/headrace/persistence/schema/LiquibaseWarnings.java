package org.headrace.persistence.schema;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** Lets Liquibase's warnings and errors through, and not its report of every step. */
final class LiquibaseWarnings extends AbstractLogService {

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface says so
    public Logger getLog(Class source) {
        return new Warnings(Log.of(source));
    }

    private static final class Warnings extends AbstractLogger {

        private final Log log;

        Warnings(Log log) {
            this.log = log;
        }

        @Override
        public void close() {
            // Holds nothing.
        }

        @Override
        public void log(Level level, @Nullable String message, @Nullable Throwable thrown) {
            if (level.equals(Level.OFF)) {
                return; // higher than any other, and means none
            }
            if (level.intValue() >= Level.SEVERE.intValue()) {
                log.because(thrown, LogMessage.SCHEMA_ERROR, message);
            } else if (level.intValue() >= Level.WARNING.intValue()) {
                log.because(thrown, LogMessage.SCHEMA_WARNING, message);
            }
        }
    }
}
