package org.headrace.web.saga;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaQuery.Started;
import org.headrace.saga.SagaState;
import org.headrace.web.request.Numbers;
import org.jspecify.annotations.Nullable;

/** Which sagas a request means, as its query says. */
final class SagaFilter {

    /** What narrows sagas down. */
    static final List<String> CRITERIA = List.of("state", "correlationId", "name", "startedFrom", "startedBefore");

    private SagaFilter() {}

    /** @throws InvalidInputException naming the parameter that is not as it must be */
    static SagaQuery of(MultivaluedMap<String, String> query) {
        return new SagaQuery(
                stateOf(query.getFirst("state")),
                query.getFirst("correlationId"),
                query.getFirst("name"),
                new Started(time("startedFrom", query), time("startedBefore", query)),
                Numbers.limit(query.getFirst("limit")),
                query.getFirst("cursor"));
    }

    private static @Nullable SagaState stateOf(@Nullable String label) {
        if (label == null) {
            return null;
        }
        return SagaState.ofLabel(label)
                .orElseThrow(() -> new InvalidInputException(
                        "state",
                        "must be one of "
                                + Arrays.stream(SagaState.values())
                                        .map(SagaState::label)
                                        .collect(Collectors.joining(", "))));
    }

    private static @Nullable Instant time(String name, MultivaluedMap<String, String> query) {
        String text = query.getFirst(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidInputException(name, "must be a time such as 2026-01-31T12:00:00Z, is " + text);
        }
    }
}
