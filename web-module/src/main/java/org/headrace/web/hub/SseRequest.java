package org.headrace.web.hub;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.StreamNames;
import org.headrace.web.request.Numbers;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/** What a client of server-sent events asks for. */
record SseRequest(SubscriptionRequest wanted, Naming naming) {

    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /** Of the JSON answer, and what to do instead; to pass over them would send what was not asked for. */
    private static final Map<String, String> NOT_HERE = Map.of(
            "key", "is not for event streams: say keys=…, or accept JSON",
            "type", "is not for event streams: say eventTypes=…, or accept JSON",
            "limit", "is not for event streams, which do not end: leave it out, or accept JSON");

    private static final List<String> FOR_THOSE_WHO_ANSWER = List.of("window", "acknowledge");

    /** @throws InvalidInputException naming what is wrong */
    static SseRequest of(String stream, HttpServletRequest request, Naming otherwise) {
        StreamNames.require(stream);
        NOT_HERE.forEach((parameter, remedy) -> {
            if (request.getParameter(parameter) != null) {
                throw new InvalidInputException(parameter, remedy);
            }
        });
        for (String parameter : FOR_THOSE_WHO_ANSWER) {
            if (request.getParameter(parameter) != null) {
                throw new InvalidInputException(
                        parameter, "is not for event streams, whose clients cannot answer: subscribe at /hubs/events");
            }
        }
        Long from = start(request.getHeader(LAST_EVENT_ID), request.getParameter("from"));
        return new SseRequest(
                new SubscriptionRequest(stream, from, OptionParameters.of(request::getParameterValues)),
                Naming.of(request.getParameter("naming"), otherwise));
    }

    /**
     * The header counts before the query: a browser that connects again adds the one and repeats the other.
     *
     * @throws InvalidInputException for {@code Last-Event-ID} or {@code from}
     */
    static @Nullable Long start(@Nullable String lastEventId, @Nullable String from) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return from == null ? null : Numbers.from(from);
        }
        long last = Numbers.offset(LAST_EVENT_ID, lastEventId.strip());
        if (last < -1 || last == Long.MAX_VALUE) {
            throw new InvalidInputException(
                    LAST_EVENT_ID, "must be the offset of the last event received, or -1 for none");
        }
        return last + 1;
    }
}
