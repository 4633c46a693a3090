package org.headrace.input;

import java.util.List;

/** What a caller sent cannot be accepted; nothing was written. */
public final class InvalidInputException extends IllegalArgumentException {

    private final List<Violation> violations;

    public InvalidInputException(List<Violation> violations) {
        super(text(violations));
        this.violations = List.copyOf(violations);
    }

    public InvalidInputException(String field, String message) {
        this(List.of(new Violation(field, message)));
    }

    /** At least one. */
    public List<Violation> violations() {
        return violations;
    }

    /** The same violations with every field's name put behind a prefix, e.g. {@code events[3].}. */
    public InvalidInputException within(String prefix) {
        return new InvalidInputException(violations.stream()
                .map(v -> new Violation(prefix + v.field(), v.message()))
                .toList());
    }

    private static String text(List<Violation> violations) {
        var out = new StringBuilder();
        for (Violation v : violations) {
            out.append(out.isEmpty() ? "" : "; ").append(v.field()).append(": ").append(v.message());
        }
        return out.toString();
    }
}
