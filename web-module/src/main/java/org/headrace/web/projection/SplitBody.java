package org.headrace.web.projection;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionOptions;
import org.headrace.web.request.ActingOperator;

/** Into how many segments the streams of a projection are to be split: {@code {"segments":4,"reason":"…"}}. */
record SplitBody(int segments, Operator operator) {

    private static final String SEGMENTS = "segments";
    private static final Pattern SMALL_NUMBER = Pattern.compile("[0-9]{1,4}");

    /** @throws InvalidInputException naming what is missing or cannot be read */
    static SplitBody read(SecurityContext caller, InputStream body) throws IOException {
        var segments = new AtomicInteger();
        Operator operator = ActingOperator.of(caller, body, Map.of(SEGMENTS, value -> segments.set(number(value))));
        if (segments.get() < 1 || segments.get() > ProjectionOptions.MAX_PARALLELISM) {
            throw new InvalidInputException(
                    SEGMENTS, "must be given, a number from 1 to " + ProjectionOptions.MAX_PARALLELISM);
        }
        return new SplitBody(segments.get(), operator);
    }

    /** 0: no such number. */
    private static int number(JsonText value) {
        return SMALL_NUMBER.matcher(value.text()).matches() ? Integer.parseInt(value.text()) : 0;
    }
}
