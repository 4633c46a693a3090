package org.headrace.saga;

import java.util.Arrays;
import java.util.Optional;

/** Where a saga stands. Whether it is paused is told beside it, since a paused saga keeps its state. */
public enum SagaState {
    /** Stored; no step has begun. */
    NOT_STARTED(0, "NotStarted"),
    /** Its steps are being executed. */
    RUNNING(1, "Running"),
    /** Every step has been executed. */
    COMPLETED(2, "Completed"),
    /** Completed steps are being compensated, in reverse. */
    COMPENSATING(3, "Compensating"),
    /** Nothing of it remains. */
    COMPENSATED(4, "Compensated"),
    /** A compensation could not be carried out: an operator decides. */
    FAILED(5, "Failed");

    private final int code;
    private final String label;

    SagaState(int code, String label) {
        this.code = code;
        this.label = label;
    }

    /** As stored in {@code saga_states.state}. */
    public int code() {
        return code;
    }

    /** As shown to people and clients. */
    public String label() {
        return label;
    }

    /** Whether it ends here unless an operator steps in. */
    public boolean isTerminal() {
        return this == COMPLETED || this == COMPENSATED || this == FAILED;
    }

    /** @throws IllegalArgumentException for a code that is none of the above */
    public static SagaState ofCode(int code) {
        return Arrays.stream(values())
                .filter(state -> state.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No saga state has the code " + code));
    }

    /** By its label, whatever the case. */
    public static Optional<SagaState> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label.equalsIgnoreCase(label))
                .findFirst();
    }
}
