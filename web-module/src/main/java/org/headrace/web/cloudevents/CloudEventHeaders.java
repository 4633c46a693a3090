package org.headrace.web.cloudevents;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.stream.NewEvent;
import org.headrace.web.request.UnreadableBodyException;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CloudEvent in binary mode: attributes are headers {@code ce-…}, the body is the data (CloudEvents' HTTP binding
 * 1.0.2, section 3.1).
 */
public final class CloudEventHeaders {

    private static final String PREFIX = "ce-";
    private static final List<String> TELLING = List.of("ce-specversion", "ce-id", "ce-source", "ce-type");

    private CloudEventHeaders() {}

    /** Whether a request that is of no other kind of CloudEvents is one in binary mode, if not a good one. */
    public static boolean areIn(Map<String, List<String>> headers) {
        return headers.keySet().stream().anyMatch(name -> TELLING.contains(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The CloudEvent.
     *
     * @param contentType the header as it came; null: there was none, which stands for JSON
     * @param body empty: there is no data
     * @throws org.headrace.input.InvalidInputException naming each header that is not as it should be
     * @throws org.headrace.json.JsonSyntaxException when the body should be JSON and is not
     */
    public static NewEvent read(Map<String, List<String>> headers, @Nullable String contentType, byte[] body) {
        var draft = new CloudEventDraft(PREFIX);
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(PREFIX)) {
                values.forEach(value -> attribute(draft, lower.substring(PREFIX.length()), value));
            }
        });
        if (contentType != null) {
            draft.attribute("datacontenttype", quoted(contentType));
        }
        return draft.event(payload(contentType, body));
    }

    private static void attribute(CloudEventDraft draft, String name, String value) {
        if (name.equals("datacontenttype")) {
            draft.refuse(name, "is told by the header Content-Type in binary mode");
            return;
        }
        String decoded = decode(value.strip());
        if (decoded == null) {
            draft.refuse(name, "must be ASCII, with other characters percent-encoded in UTF-8");
        } else {
            draft.attribute(name, quoted(decoded));
        }
    }

    private static Payload payload(@Nullable String contentType, byte[] body) {
        if (body.length == 0) {
            return Payload.NONE;
        }
        return contentType == null || AttributeRules.isJsonType(contentType)
                ? Payload.json(JsonText.of(Utf8.decode(body, 0, body.length)))
                : Payload.bytes(body);
    }

    private static JsonText quoted(String value) {
        return JsonText.validated(JsonWriter.quote(new StringBuilder(), value).toString());
    }

    /** Null: it is encoded wrongly. */
    private static @Nullable String decode(String value) {
        String text = unquoted(value);
        var bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return null;
            }
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            if (i + 2 >= text.length()) {
                return null;
            }
            int high = Character.digit(text.charAt(++i), 16);
            int low = Character.digit(text.charAt(++i), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes.write(high << 4 | low);
        }
        try {
            return Utf8.decode(bytes.toByteArray(), 0, bytes.size());
        } catch (UnreadableBodyException notUtf8) {
            return null;
        }
    }

    /** A value may be a quoted string, in which a backslash stands before a character that is meant as it is. */
    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }
}
