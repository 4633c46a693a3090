package org.headrace.saga;

import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * What a saga is started with.
 *
 * @param name the definition's
 * @param data what its steps read, and write more to
 * @param correlationId what it is about, 1 to 200 characters; null: as the definition says
 * @param businessKey starting again under the same name and key gives the saga that is there; null: always a new one;
 *     at most 200 characters
 */
public record SagaStart(String name, SagaData data, @Nullable String correlationId, @Nullable String businessKey) {

    private static final int MAX_LENGTH = 200;

    /** @throws InvalidInputException naming the id that is blank or too long */
    public SagaStart {
        requireId("correlationId", correlationId);
        requireId("businessKey", businessKey);
    }

    public static SagaStart of(String name, SagaData data) {
        return new SagaStart(name, data, null, null);
    }

    public SagaStart correlatedBy(String id) {
        return new SagaStart(name, data, id, businessKey);
    }

    public SagaStart withBusinessKey(String key) {
        return new SagaStart(name, data, correlationId, key);
    }

    private static void requireId(String field, @Nullable String value) {
        if (value != null && (value.isBlank() || value.length() > MAX_LENGTH || value.indexOf('\0') >= 0)) {
            throw new InvalidInputException(
                    field, "must be 1 to " + MAX_LENGTH + " characters, not all blank, without U+0000");
        }
    }
}
