package org.headrace.persistence.operator;

import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Page;
import org.jspecify.annotations.Nullable;

/** Where a page of actions ended: the number of its last one. */
final class ActionCursor {

    private static final int SAFE_DIGITS = 18;

    private ActionCursor() {}

    /** An action and its number, which grows. */
    record Numbered(long number, OperatorAction action) {}

    /** Actions below this number are wanted. */
    static long below(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        boolean isOurs = !cursor.isEmpty()
                && cursor.length() <= SAFE_DIGITS
                && cursor.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isOurs) {
            throw new InvalidInputException("cursor", "must be the one that the page before gave");
        }
        return Long.parseLong(cursor);
    }

    /** A page of the first ones found, and whether more were. */
    static Page page(List<Numbered> found, int limit) {
        List<Numbered> shown = found.size() <= limit ? found : found.subList(0, limit);
        return new Page(
                shown.stream().map(Numbered::action).toList(),
                found.size() <= limit
                        ? null
                        : Long.toString(shown.get(limit - 1).number()));
    }
}
