package org.headrace.web.hub;

import java.util.ArrayList;
import java.util.List;
import org.headrace.json.JsonSyntaxException;
import org.headrace.json.JsonText;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.ContinueAt;
import org.headrace.web.hub.HubRequest.Goodbye;
import org.headrace.web.hub.HubRequest.Received;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Unheeded;
import org.jspecify.annotations.Nullable;

/** What clients say in SignalR's JSON protocol. */
final class SignalRDecoder {

    private static final int INVOCATION = 1;
    private static final int STREAM_ITEM = 2;
    private static final int COMPLETION = 3;
    private static final int STREAM_INVOCATION = 4;
    private static final int CANCEL_INVOCATION = 5;
    private static final int PING = 6;
    private static final int CLOSE = 7;
    private static final int ACK = 8;
    private static final int SEQUENCE = 9;

    private SignalRDecoder() {}

    /** The records of a WebSocket message, which must be whole: none may go on in the next one. */
    static List<String> records(String message) throws MalformedMessageException {
        List<String> records = new ArrayList<>();
        int start = 0;
        for (int end = message.indexOf(SignalRMessages.END); end >= 0; ) {
            records.add(message.substring(start, end));
            start = end + 1;
            end = message.indexOf(SignalRMessages.END, start);
        }
        if (start < message.length() || records.isEmpty()) {
            throw new MalformedMessageException("A message must end with the character U+001E");
        }
        return records;
    }

    /** One record after the handshake. */
    static HubRequest request(String record) throws MalformedMessageException {
        try {
            JsonMembers message = JsonMembers.of(record);
            Long type = message.whole("type");
            if (type == null || type < INVOCATION) {
                throw new MalformedMessageException("A message must have a type");
            }
            return request(type > SEQUENCE ? SEQUENCE + 1 : type.intValue(), message);
        } catch (JsonSyntaxException e) {
            throw new MalformedMessageException("A message is not JSON: " + e.getMessage());
        }
    }

    private static HubRequest request(int type, JsonMembers message) throws MalformedMessageException {
        return switch (type) {
            case INVOCATION -> invocation(message);
            case STREAM_INVOCATION -> HubMethods.stream(callOf(message));
            case CLOSE -> new Goodbye();
            case COMPLETION -> answer(callOf(message));
            case ACK -> new Received(sequenceId(message));
            case SEQUENCE -> new ContinueAt(sequenceId(message));
            // No call of ours streams.
            case STREAM_ITEM, CANCEL_INVOCATION -> new Unheeded();
            case PING -> new SignOfLife();
            // What later versions add is to be ignored.
            default -> new SignOfLife();
        };
    }

    private static HubRequest invocation(JsonMembers message) throws MalformedMessageException {
        String call = callOf(message);
        String target = message.string("target");
        JsonText arguments = message.get("arguments");
        if (target == null || arguments == null || arguments.text().charAt(0) != '[') {
            throw new MalformedMessageException("An invocation must have a target and arguments");
        }
        return HubMethods.call(call, target, JsonMembers.elements(arguments));
    }

    private static HubRequest answer(@Nullable String call) {
        return call == null ? new Unheeded() : new Answer(call);
    }

    private static long sequenceId(JsonMembers message) throws MalformedMessageException {
        Long id = message.whole("sequenceId");
        if (id == null) {
            throw new MalformedMessageException("An Ack and a Sequence must have a sequenceId, a whole number");
        }
        return id;
    }

    private static @Nullable String callOf(JsonMembers message) throws MalformedMessageException {
        JsonText call = message.get("invocationId");
        String text = JsonMembers.string(call);
        if (call != null && text == null) {
            throw new MalformedMessageException("An invocationId must be a string");
        }
        return text;
    }
}
