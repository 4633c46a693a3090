package org.headrace.web.projection;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.Numbers;
import org.headrace.web.request.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Which event is to be passed over: {@code {"stream":"…","offset":7,"reason":"…"}}.
 *
 * @param stream null: that of the event which fails
 * @param offset null: that of the event which fails
 */
record SkipBody(@Nullable String stream, @Nullable Long offset, Operator operator) {

    private static final String STREAM = "stream";
    private static final String OFFSET = "offset";

    /** @throws InvalidInputException naming what cannot be read, or is missing */
    static SkipBody read(SecurityContext caller, InputStream body) throws IOException {
        Map<String, JsonText> found = new HashMap<>();
        Operator operator = ActingOperator.of(
                caller,
                body,
                Map.<String, Consumer<JsonText>>of(
                        STREAM, value -> found.put(STREAM, value), OFFSET, value -> found.put(OFFSET, value)));
        found.values().removeIf(value -> value.text().equals("null"));
        JsonText stream = found.get(STREAM);
        JsonText offset = found.get(OFFSET);
        if (stream != null && offset == null) {
            throw new InvalidInputException(OFFSET, "must be given beside stream: it is in the projection's failure");
        }
        return new SkipBody(
                stream == null ? null : Strings.of(STREAM, stream),
                offset == null ? null : Numbers.offset(OFFSET, offset.text()),
                operator);
    }

    /** @param seen what failed when it was looked at */
    Address meant(Failure seen) {
        return new Address(stream == null ? seen.stream() : stream, offset == null ? seen.offset() : offset);
    }
}
