package org.headrace.persistence.schema;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
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
        return new Warnings(System.getLogger(source.getName()));
    }

    private static final class Warnings extends AbstractLogger {

        private final System.Logger log;

        Warnings(System.Logger log) {
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
                log.log(System.Logger.Level.ERROR, message, thrown);
            } else if (level.intValue() >= Level.WARNING.intValue()) {
                log.log(System.Logger.Level.WARNING, message, thrown);
            }
        }
    }
}
