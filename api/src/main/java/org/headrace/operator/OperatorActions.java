package org.headrace.operator;

import java.util.List;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** The record of what operators did. Inject it. Safe for use by many threads. */
public interface OperatorActions {

    /**
     * What to look for.
     *
     * @param target null: any
     * @param limit from 1
     * @param cursor of the page before; null: the first page
     */
    record Query(@Nullable String target, int limit, @Nullable String cursor) {}

    /**
     * Some actions.
     *
     * @param next the cursor of the page after; null: there is none
     */
    record Page(List<OperatorAction> actions, @Nullable String next) {
        public Page {
            actions = List.copyOf(actions);
        }
    }

    /**
     * Those recorded last come first.
     *
     * @throws InvalidInputException for a cursor that no page gave
     */
    Page find(Query query);
}
