package org.headrace.web.request;

import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** UUIDs as text: 8-4-4-4-12 hexadecimal digits, in either case. */
public final class UuidText {

    // UUID.fromString takes 1-1-1-1-1, too.
    private static final Pattern SHAPE = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private UuidText() {}

    /** Null: it is none. */
    public static @Nullable UUID parse(String text) {
        return SHAPE.matcher(text).matches() ? UUID.fromString(text) : null;
    }
}
