package org.headrace.saga;

/** Which way a step is gone. */
public enum Direction {
    EXECUTE("execute"),
    COMPENSATE("compensate");

    private final String label;

    Direction(String label) {
        this.label = label;
    }

    /** As in an idempotency key, and as shown. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException for a label that is none of the above */
    public static Direction ofLabel(String label) {
        for (Direction direction : values()) {
            if (direction.label.equals(label)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("No direction is named " + label);
    }
}
