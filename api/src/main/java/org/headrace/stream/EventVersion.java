package org.headrace.stream;

import org.headrace.input.InvalidInputException;

/**
 * The form of an event's data: its type, and which version of that type.
 *
 * @param type as stored
 * @param version from 1, which is what an event has whose metadata tells none
 */
public record EventVersion(String type, int version) {

    /** @throws InvalidInputException when the type is empty or the version below 1 */
    public EventVersion {
        if (type.isBlank()) {
            throw new InvalidInputException("type", "must not be empty");
        }
        if (version < 1) {
            throw new InvalidInputException("version", "must be 1 or more, is " + version);
        }
    }

    /** The first version. */
    public static EventVersion of(String type) {
        return new EventVersion(type, 1);
    }

    @Override
    public String toString() {
        return type + " version " + version;
    }
}
