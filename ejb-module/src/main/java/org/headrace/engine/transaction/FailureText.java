package org.headrace.engine.transaction;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** What is kept and shown of an exception. */
public final class FailureText {

    private static final int MAX_STACK_TRACE = 16_000;
    private static final int MAX_ERROR = 2_000;

    private FailureText() {}

    /** The exception and its root cause in a line, without characters that a database refuses. */
    public static String describe(Throwable cause) {
        Throwable root = cause;
        for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
            root = root.getCause();
        }
        String text = root == cause ? cause.toString() : cause + " caused by " + root;
        return clean(text);
    }

    /** A text of others, clipped and without characters that a database refuses. */
    public static String clean(String text) {
        return clip(text, MAX_ERROR);
    }

    /** The whole trace, clipped. */
    public static String stackTrace(Throwable cause) {
        var out = new StringWriter();
        cause.printStackTrace(new PrintWriter(out));
        return clip(out.toString(), MAX_STACK_TRACE);
    }

    private static String clip(String text, int max) {
        String clipped = text.length() <= max ? text : text.substring(0, max) + " …";
        // Encoding to bytes and back replaces halves of surrogate pairs.
        return new String(clipped.replace('\0', ' ').getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
