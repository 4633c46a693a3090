package org.headrace.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Shows on the console what Headrace logs from INFO on, one line each; the server's own log is for the file. Public
 * with a public constructor because java.util.logging makes it by name.
 */
public final class ConsoleLog extends Handler {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private final Formatter messages = new SimpleFormatter();

    public ConsoleLog() {
        setLevel(Level.INFO);
    }

    @Override
    public void publish(LogRecord record) {
        DeploymentTrouble.consider(record);
        if (isLoggable(record) && concernsAPerson(record)) {
            Console.say(line(record));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private static boolean concernsAPerson(LogRecord record) {
        String logger = record.getLoggerName();
        return logger != null && (logger.equals("org.headrace") || logger.startsWith("org.headrace."));
    }

    private String line(LogRecord record) {
        Instant time = record.getInstant();
        Throwable thrown = record.getThrown();
        return TIME.format(time) + " " + record.getLevel().getName() + " " + messages.formatMessage(record)
                + (thrown == null ? "" : " (" + StartupFailure.reason(thrown) + ")");
    }
}
