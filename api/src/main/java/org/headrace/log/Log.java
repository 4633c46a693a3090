package org.headrace.log;

import java.lang.System.Logger.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages of the catalogue, one line each, with their ids in front. Values go in as text without line breaks, for
 * some come from clients. Safe for use by many threads.
 */
public final class Log {

    private final System.Logger logger;

    private Log(String name) {
        this.logger = System.getLogger(name);
    }

    /** Of the logger that is named after a class. */
    public static Log of(Class<?> source) {
        return new Log(source.getName());
    }

    /** Of the logger of that name. */
    public static Log named(String name) {
        return new Log(name);
    }

    /** @param values as {@link LogMessage#names} has them */
    public void write(LogMessage message, @Nullable Object... values) {
        log(message.level(), null, message, values);
    }

    /** With what was thrown; null: it says nothing more. */
    public void because(@Nullable Throwable cause, LogMessage message, @Nullable Object... values) {
        log(message.level(), cause, message, values);
    }

    /** As {@link #because}; at DEBUG where the same trouble was told before. */
    public void because(@Nullable Throwable cause, boolean toldBefore, LogMessage message, @Nullable Object... values) {
        log(toldBefore ? Level.DEBUG : message.level(), cause, message, values);
    }

    private void log(Level level, @Nullable Throwable cause, LogMessage message, @Nullable Object... values) {
        if (logger.isLoggable(level)) {
            logger.log(level, line(message, values), cause);
        }
    }

    /** A value that is not given leaves its name standing. */
    static String line(LogMessage message, @Nullable Object... values) {
        String text = message.text();
        List<String> names = message.names();
        StringBuilder line = new StringBuilder(message.id()).append(' ');
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            int value = names.indexOf(text.substring(open + 1, close));
            line.append(text, from, open)
                    .append(value < values.length ? plain(values[value]) : text.substring(open, close + 1));
            from = close + 1;
        }
        return line.append(text, from, text.length()).toString();
    }

    private static String plain(@Nullable Object value) {
        String text = String.valueOf(value);
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        text.chars().forEach(c -> plain.append(Character.isISOControl(c) ? ' ' : (char) c));
        return plain.toString();
    }
}
