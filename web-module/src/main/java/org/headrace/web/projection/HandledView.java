package org.headrace.web.projection;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import org.headrace.projection.DeadLetters.Handled;
import org.jspecify.annotations.Nullable;

/**
 * What became of dead letters.
 *
 * @param processed those handled, the queued ones included
 * @param failed how many failed again and stay
 * @param remaining the letters that the projection has left
 * @param error of the first one that failed; null: none did
 * @param failures those that failed, up to 100 of them
 */
@JsonbPropertyOrder({"processed", "skipped", "failed", "remaining", "error", "failures"})
public record HandledView(
        long processed,
        long skipped,
        long failed,
        long remaining,
        @JsonbNillable @Nullable String error,
        List<Failed> failures) {

    private static final int MAX_FAILURES = 100;

    /** One that stays. */
    @JsonbPropertyOrder({"stream", "offset", "error"})
    public record Failed(String stream, long offset, String error) {}

    static HandledView of(Handled handled) {
        return new HandledView(
                handled.processed(),
                handled.skipped(),
                handled.failed().size(),
                handled.remaining(),
                handled.failed().isEmpty() ? null : handled.failed().get(0).error(),
                handled.failed().stream()
                        .limit(MAX_FAILURES)
                        .map(failed ->
                                new Failed(failed.at().stream(), failed.at().offset(), failed.error()))
                        .toList());
    }
}
