package org.headrace.engine.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The id under which a client answers an event. It says what is answered, so that nothing need be remembered of it.
 *
 * @param subscription its number on the connection
 */
record ResultId(long subscription, long offset) {

    private static final Pattern FORM = Pattern.compile("e([0-9]{1,18})-([0-9]{1,18})");

    String text() {
        return "e" + subscription + "-" + offset;
    }

    /** Null: it is none of ours. */
    static @Nullable ResultId of(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() ? new ResultId(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))) : null;
    }
}
