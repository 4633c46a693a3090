package org.headrace.web.cloudevents;

import java.util.Base64;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;

/**
 * The data of a CloudEvent as an event of ours holds it.
 *
 * @param data the JSON value as it was sent; for bytes a string in Base64; null for no data at all
 */
record Payload(JsonText data, Form form) {

    /** What the data is. */
    enum Form {
        JSON,
        BASE64,
        ABSENT
    }

    static final Payload NONE = new Payload(JsonText.of("null"), Form.ABSENT);

    static Payload json(JsonText data) {
        return new Payload(data, Form.JSON);
    }

    static Payload bytes(byte[] bytes) {
        String text = Base64.getEncoder().encodeToString(bytes);
        return new Payload(
                JsonText.validated(JsonWriter.quote(new StringBuilder(), text).toString()), Form.BASE64);
    }

    /** Whether an event's data can be of that form. */
    static boolean fits(JsonText data, Form form) {
        return switch (form) {
            case JSON -> true;
            case BASE64 -> isBase64(data);
            case ABSENT -> data.equals(NONE.data);
        };
    }

    static boolean isBase64(JsonText value) {
        String text = AttributeRules.string(value);
        if (text == null) {
            return value.text().equals("\"\"");
        }
        try {
            Base64.getDecoder().decode(text);
            // The decoder does not insist on padding, others do.
            return text.length() % 4 == 0;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
