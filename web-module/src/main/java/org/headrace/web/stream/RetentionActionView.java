package org.headrace.web.stream;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.Locale;
import org.headrace.stream.RetentionAction;
import org.jspecify.annotations.Nullable;

/**
 * What an operator has done to a stream.
 *
 * @param action closed, reopened or archived
 * @param below the offset below which events were to be archived
 */
@JsonbPropertyOrder({"at", "action", "below", "principal", "reason"})
public record RetentionActionView(Instant at, String action, @Nullable Long below, String principal, String reason) {
    static RetentionActionView of(RetentionAction action) {
        return new RetentionActionView(
                action.at(),
                action.kind().name().toLowerCase(Locale.ROOT),
                action.below(),
                action.by().principal(),
                action.by().reason());
    }
}
