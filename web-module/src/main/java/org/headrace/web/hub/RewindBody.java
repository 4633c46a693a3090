package org.headrace.web.hub;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.headrace.engine.hub.SubscriptionAction.Rewind;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.web.request.ActingOperator;
import org.jspecify.annotations.Nullable;

/** From where a subscription is to be sent events again: {@code {"offset":7,"reason":"…"}}. */
record RewindBody(Rewind rewind, Operator operator) {

    private static final String OFFSET = "offset";

    /** @throws InvalidInputException naming what is missing or cannot be read */
    static RewindBody read(SecurityContext caller, InputStream body) throws IOException {
        var given = new AtomicReference<@Nullable Long>();
        Operator operator =
                ActingOperator.of(caller, body, Map.of(OFFSET, value -> given.set(JsonMembers.whole(value))));
        Long offset = given.get();
        if (offset == null) {
            throw new InvalidInputException(OFFSET, "must be given, a whole number from 0");
        }
        return new RewindBody(new Rewind(offset), operator);
    }
}
