package org.headrace.web.hub;

import java.util.Locale;

/** Reads the header {@code Accept} where it decides between an event stream and another answer. */
final class AcceptedTypes {

    static final String EVENT_STREAM = "text/event-stream";

    private AcceptedTypes() {}

    /**
     * Whether an event stream is asked for by its name, and nothing else is liked better (RFC 9110, section 12.5.1).
     * Ranges such as <code>*&#47;*</code> do not name it.
     */
    static boolean preferEventStream(String accept) {
        double stream = 0;
        double others = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (type.equals(EVENT_STREAM)) {
                stream = Math.max(stream, quality(parts));
            } else if (!type.isEmpty()) {
                others = Math.max(others, quality(parts));
            }
        }
        return stream > 0 && stream >= others;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException nonsense) {
                    return 1;
                }
            }
        }
        return 1;
    }
}
