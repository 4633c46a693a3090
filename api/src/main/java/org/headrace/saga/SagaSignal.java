package org.headrace.saga;

import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * Something that a saga waits for, or will.
 *
 * @param name of the step that waits for it, 1 to 100 characters
 * @param data any JSON, kept in the saga's data under the name
 * @param key a signal that comes again under the same key is the same one; null: each is another; at most 200 characters
 */
public record SagaSignal(String sagaId, String name, JsonText data, @Nullable String key) {

    private static final int MAX_NAME = 100;
    private static final int MAX_KEY = 200;

    /** @throws InvalidInputException naming what is blank or too long */
    public SagaSignal {
        require("signal", name, MAX_NAME);
        if (key != null) {
            require("key", key, MAX_KEY);
        }
    }

    private static void require(String field, String value, int max) {
        if (value.isBlank() || value.length() > max || value.indexOf('\0') >= 0) {
            throw new InvalidInputException(
                    field, "must be 1 to " + max + " characters, not all blank, without U+0000");
        }
    }
}
