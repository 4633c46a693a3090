package org.headrace.persistence.projection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Page;
import org.jspecify.annotations.Nullable;

/** Where a page of dead letters ended: the place of its last one. */
final class LetterCursor {

    /** Every name of a stream comes after the empty one. */
    private static final Address BEGIN = new Address("", -1);

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,18}) ([!-~]{1,200})");

    private LetterCursor() {}

    /** Letters after this place are wanted. */
    static Address after(@Nullable String cursor) {
        return cursor == null
                ? BEGIN
                : decode(cursor)
                        .orElseThrow(
                                () -> new InvalidInputException("cursor", "must be the one that the page before gave"));
    }

    /** A page of the first ones found, and whether more were. */
    static Page page(List<DeadLetter> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, null);
        }
        Address last = found.get(limit - 1).at();
        String next = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((last.offset() + " " + last.stream()).getBytes(UTF_8));
        return new Page(found.subList(0, limit), next);
    }

    private static Optional<Address> decode(String cursor) {
        try {
            Matcher parts = SHAPE.matcher(new String(Base64.getUrlDecoder().decode(cursor), UTF_8));
            return parts.matches()
                    ? Optional.of(new Address(parts.group(2), Long.parseLong(parts.group(1))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
