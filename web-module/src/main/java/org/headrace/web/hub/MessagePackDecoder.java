package org.headrace.web.hub;

import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.json.JsonWriter;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.ContinueAt;
import org.headrace.web.hub.HubRequest.Goodbye;
import org.headrace.web.hub.HubRequest.Received;
import org.headrace.web.hub.HubRequest.SignOfLife;
import org.headrace.web.hub.HubRequest.Unheeded;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePack.UnpackerConfig;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** What clients say in SignalR's MessagePack protocol. */
final class MessagePackDecoder {

    static final int MAX_DEPTH = 32;

    private static final int INVOCATION = 1;
    private static final int COMPLETION = 3;
    private static final int STREAM_INVOCATION = 4;
    private static final int CANCEL_INVOCATION = 5;
    private static final int CLOSE = 7;
    private static final int ACK = 8;
    private static final int SEQUENCE = 9;

    /** Headers, id, target and arguments. */
    private static final int FIELDS_OF_AN_INVOCATION = 4;

    /** Headers and id; what it is answered with is of no interest. */
    private static final int FIELDS_OF_AN_ANSWER = 2;

    private static final UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
            .withAllowReadingBinaryAsString(false)
            .withActionOnMalformedString(CodingErrorAction.REPORT)
            .withActionOnUnmappableString(CodingErrorAction.REPORT)
            .withStringSizeLimit(HubClient.MAX_MESSAGE);

    private MessagePackDecoder() {}

    /** One record after the handshake, without its length. */
    static HubRequest request(byte[] record) throws MalformedMessageException {
        try (MessageUnpacker in = STRICT.newUnpacker(record)) {
            HubRequest request = message(in);
            if (in.hasNext()) {
                throw new MalformedMessageException("A message must be one array and nothing more");
            }
            return request;
        } catch (MessagePackException | IOException e) {
            throw new MalformedMessageException("A message is not of the MessagePack protocol: "
                    + e.getClass().getSimpleName());
        }
    }

    private static HubRequest message(MessageUnpacker in) throws IOException, MalformedMessageException {
        int fields = in.unpackArrayHeader() - 1;
        long type = fields < 0 ? 0 : in.unpackLong();
        if (type < INVOCATION) {
            throw new MalformedMessageException("A message must have a type");
        }
        HubRequest request;
        if (type == INVOCATION || type == STREAM_INVOCATION) {
            if (fields < FIELDS_OF_AN_INVOCATION) {
                throw new MalformedMessageException("An invocation must have a target and arguments");
            }
            fields -= FIELDS_OF_AN_INVOCATION;
            request = invocation(in, type);
        } else if (type == ACK || type == SEQUENCE) {
            if (fields-- == 0) {
                throw new MalformedMessageException("An Ack and a Sequence must have a sequenceId");
            }
            long id = in.unpackLong();
            request = type == ACK ? new Received(id) : new ContinueAt(id);
        } else if (type == COMPLETION && fields >= FIELDS_OF_AN_ANSWER) {
            fields -= FIELDS_OF_AN_ANSWER;
            skip(in, 1);
            request = in.tryUnpackNil() ? new Unheeded() : new Answer(in.unpackString());
        } else if (type <= CANCEL_INVOCATION) {
            // No call of ours streams.
            request = new Unheeded();
        } else {
            // What later versions add is to be ignored.
            request = type == CLOSE ? new Goodbye() : new SignOfLife();
        }
        for (; fields > 0; fields--) {
            skip(in, 1);
        }
        return request;
    }

    private static HubRequest invocation(MessageUnpacker in, long type) throws IOException, MalformedMessageException {
        skip(in, 1);
        String call = in.tryUnpackNil() ? null : in.unpackString();
        String target = in.unpackString();
        List<JsonText> arguments = new ArrayList<>();
        for (int left = in.unpackArrayHeader(); left > 0; left--) {
            arguments.add(argument(in));
        }
        return type == STREAM_INVOCATION ? HubMethods.stream(call) : HubMethods.call(call, target, arguments);
    }

    /** As JSON: methods take strings, whole numbers, null, and objects of them. What they never take is an empty object. */
    private static JsonText argument(MessageUnpacker in) throws IOException, MalformedMessageException {
        var json = new StringBuilder();
        write(in, json, 2);
        return JsonText.validated(json.toString());
    }

    private static void write(MessageUnpacker in, StringBuilder json, int depth)
            throws IOException, MalformedMessageException {
        ValueType type = in.getNextFormat().getValueType();
        switch (type) {
            case STRING -> JsonWriter.quote(json, in.unpackString());
            case INTEGER -> json.append(in.unpackBigInteger());
            case BOOLEAN -> json.append(in.unpackBoolean());
            case ARRAY -> {
                requireShallow(depth);
                json.append('[');
                int length = in.unpackArrayHeader();
                for (int i = 0; i < length; i++) {
                    write(in, json.append(i == 0 ? "" : ","), depth + 1);
                }
                json.append(']');
            }
            case MAP -> {
                requireShallow(depth);
                json.append('{');
                int length = in.unpackMapHeader();
                for (int i = 0; i < length; i++) {
                    JsonWriter.quote(json.append(i == 0 ? "" : ","), name(in, depth));
                    write(in, json.append(':'), depth + 1);
                }
                json.append('}');
            }
            default -> {
                in.skipValue();
                json.append(type == ValueType.NIL ? "null" : "{}");
            }
        }
    }

    /** What is no string has no name that anything is looked for under. */
    private static String name(MessageUnpacker in, int depth) throws IOException, MalformedMessageException {
        if (in.getNextFormat().getValueType() == ValueType.STRING) {
            return in.unpackString();
        }
        skip(in, depth);
        return "";
    }

    private static void skip(MessageUnpacker in, int depth) throws IOException, MalformedMessageException {
        ValueType type = in.getNextFormat().getValueType();
        if (type != ValueType.ARRAY && type != ValueType.MAP) {
            in.skipValue();
            return;
        }
        requireShallow(depth);
        long values = type == ValueType.ARRAY ? in.unpackArrayHeader() : 2L * in.unpackMapHeader();
        for (; values > 0; values--) {
            skip(in, depth + 1);
        }
    }

    private static void requireShallow(int depth) throws MalformedMessageException {
        if (depth == MAX_DEPTH) {
            throw new MalformedMessageException("A message may nest " + MAX_DEPTH + " levels deep");
        }
    }
}
