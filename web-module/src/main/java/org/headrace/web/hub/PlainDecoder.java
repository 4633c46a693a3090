package org.headrace.web.hub;

import java.util.Set;
import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonSyntaxException;
import org.headrace.json.JsonText;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.jspecify.annotations.Nullable;

/** What clients say in the subprotocol {@code headrace.v1+json}. */
final class PlainDecoder {

    private static final Set<String> NO_OPTIONS = Set.of("op", "stream", "from");

    private PlainDecoder() {}

    static HubRequest request(String text) throws MalformedMessageException {
        try {
            return request(JsonMembers.of(text));
        } catch (JsonSyntaxException e) {
            throw new MalformedMessageException("A message is not a JSON object: " + e.getMessage());
        }
    }

    private static HubRequest request(JsonMembers message) {
        String op = message.string("op");
        if ("ping".equals(op)) {
            return new SignOfLife();
        }
        String stream = message.string("stream");
        if (op == null || !(op.equals("subscribe") || op.equals("unsubscribe") || op.equals("ack"))) {
            return refused(stream, "op must be subscribe, unsubscribe, ack or ping");
        }
        if (stream == null) {
            return refused(null, "stream must be a string");
        }
        return switch (op) {
            case "subscribe" -> subscribe(stream, message);
            case "unsubscribe" -> new Unsubscribe(null, stream);
            default -> acknowledge(stream, message);
        };
    }

    private static HubRequest subscribe(String stream, JsonMembers message) {
        JsonText from = message.get("from");
        Long offset = message.whole("from");
        if (from != null && offset == null) {
            return refused(stream, "from must be a whole number from 0, or absent for live events only");
        }
        try {
            return new Subscribe(null, new SubscriptionRequest(stream, offset, OptionMembers.of(message, NO_OPTIONS)));
        } catch (InvalidInputException e) {
            return refused(stream, OptionMembers.fault(e));
        }
    }

    private static HubRequest acknowledge(String stream, JsonMembers message) {
        Long offset = message.whole("offset");
        return offset == null || offset < 0
                ? refused(stream, "offset must be that of an event that was received")
                : new Acknowledge(null, stream, offset);
    }

    private static HubRequest refused(@Nullable String stream, String message) {
        return new RefusedSubscription(null, stream, message);
    }
}
