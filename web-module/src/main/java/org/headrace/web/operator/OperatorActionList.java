package org.headrace.web.operator;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.jspecify.annotations.Nullable;

/**
 * A page of what operators did, the newest first.
 *
 * @param next the cursor of the page after; null: there is none
 */
@JsonbPropertyOrder({"actions", "next"})
public record OperatorActionList(List<Action> actions, @JsonbNillable @Nullable String next) {

    /** Who did what, when, on what, and why. */
    @JsonbPropertyOrder({"at", "by", "action", "target", "detail", "reason"})
    public record Action(Instant at, String by, String action, String target, String detail, String reason) {

        static Action of(OperatorAction action) {
            return new Action(
                    action.at(),
                    action.by().principal(),
                    action.action(),
                    action.target(),
                    action.detail(),
                    action.by().reason());
        }
    }

    static OperatorActionList of(OperatorActions.Page page) {
        return new OperatorActionList(page.actions().stream().map(Action::of).toList(), page.next());
    }
}
