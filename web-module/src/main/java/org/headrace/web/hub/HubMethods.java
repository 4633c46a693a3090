package org.headrace.web.hub;

import java.util.List;
import java.util.Set;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Refused;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.jspecify.annotations.Nullable;

/** The methods that clients may call, by name. */
final class HubMethods {

    private static final String NAME = "streamName must be a string";
    private static final String START = "startFromOffset must be a whole number from 0, or null for live events only";

    private HubMethods() {}

    static HubRequest call(@Nullable String call, String method, List<JsonText> arguments) {
        return switch (method) {
            case "SubscribeToStream" -> subscribe(call, arguments);
            case "UnsubscribeFromStream" -> unsubscribe(call, arguments);
            case "Ack" -> acknowledge(call, arguments);
            default ->
                new Refused(
                        call,
                        "Unknown hub method " + shortened(method)
                                + ": there are SubscribeToStream, UnsubscribeFromStream and Ack");
        };
    }

    /** No call is answered by a stream. */
    static HubRequest stream(@Nullable String call) {
        return new Refused(call, "No hub method returns a stream: invoke it, events come by EventReceived");
    }

    private static HubRequest subscribe(@Nullable String call, List<JsonText> arguments) {
        if (arguments.isEmpty() || arguments.size() > 3) {
            return new RefusedSubscription(
                    call, null, "SubscribeToStream takes streamName and, optionally, startFromOffset and options");
        }
        String stream = JsonMembers.string(arguments.get(0));
        if (stream == null) {
            return new RefusedSubscription(call, null, NAME);
        }
        JsonText start = argument(arguments, 1);
        Long from = JsonMembers.whole(start);
        if (start != null && from == null) {
            return new RefusedSubscription(call, stream, START);
        }
        try {
            return new Subscribe(call, new SubscriptionRequest(stream, from, options(argument(arguments, 2))));
        } catch (InvalidInputException e) {
            return new RefusedSubscription(call, stream, OptionMembers.fault(e));
        }
    }

    /** Null: there is none, or it is JSON's null. */
    private static @Nullable JsonText argument(List<JsonText> arguments, int index) {
        JsonText argument = index < arguments.size() ? arguments.get(index) : null;
        return argument == null || JsonMembers.isNull(argument) ? null : argument;
    }

    private static SubscriptionOptions options(@Nullable JsonText options) {
        if (options == null) {
            return SubscriptionOptions.NONE;
        }
        if (options.text().charAt(0) != '{') {
            throw new InvalidInputException("options", "must be an object");
        }
        return OptionMembers.of(JsonMembers.of(options.text()), Set.of());
    }

    private static HubRequest unsubscribe(@Nullable String call, List<JsonText> arguments) {
        if (arguments.size() != 1) {
            return new Refused(call, "UnsubscribeFromStream takes streamName");
        }
        String stream = JsonMembers.string(arguments.get(0));
        return stream == null ? new Refused(call, NAME) : new Unsubscribe(call, stream);
    }

    private static HubRequest acknowledge(@Nullable String call, List<JsonText> arguments) {
        String stream = arguments.size() == 2 ? JsonMembers.string(arguments.get(0)) : null;
        Long offset = arguments.size() == 2 ? JsonMembers.whole(arguments.get(1)) : null;
        return stream == null || offset == null || offset < 0
                ? new Refused(call, "Ack takes streamName and the offset of an event that was received")
                : new Acknowledge(call, stream, offset);
    }

    private static String shortened(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "…";
    }
}
