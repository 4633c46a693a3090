package org.headrace.server;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * What of the log is shown on the console, and how: all that Headrace and the modules deployed with it say from INFO on,
 * and warnings of the server. The log file has everything.
 */
public final class ConsoleLines extends Formatter implements Filter {

    @Override
    public boolean isLoggable(LogRecord record) {
        String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
        int threshold = logger.startsWith("org.headrace") ? Level.INFO.intValue() : Level.SEVERE.intValue();
        return record.getLevel().intValue() >= threshold;
    }

    @Override
    public String format(LogRecord record) {
        String logger = record.getLoggerName() == null ? "" : record.getLoggerName();
        var time =
                LocalTime.ofInstant(record.getInstant(), ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS);
        var line = new StringBuilder()
                .append(time)
                .append(' ')
                .append(record.getLevel().getName())
                .append(' ')
                .append(logger.substring(logger.lastIndexOf('.') + 1))
                .append(": ")
                .append(formatMessage(record));
        if (record.getThrown() != null) {
            line.append(" (").append(record.getThrown()).append(')');
        }
        return line.append(System.lineSeparator()).toString();
    }
}
