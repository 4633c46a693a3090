package org.headrace.web.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.headrace.engine.hub.NumberedProtocol;
import org.headrace.stream.RecordedEvent;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePack.Code;
import org.msgpack.core.MessagePacker;

/**
 * What the server says in SignalR's MessagePack protocol: arrays, each behind its length. Of an event all between its call's
 * id and the offset delivered before it is the same for all subscriptions; that offset is always nine bytes and comes last.
 */
final class MessagePackMessages implements NumberedProtocol {

    static final MessagePackMessages CAMEL = new MessagePackMessages(Naming.CAMEL);
    static final MessagePackMessages PASCAL = new MessagePackMessages(Naming.PASCAL);

    private static final int INVOCATION = 1;
    private static final int COMPLETION = 3;
    private static final int PING = 6;
    private static final int LAST_NUMBERED = 5;
    private static final int CLOSE = 7;
    private static final int ACK = 8;
    private static final int SEQUENCE = 9;

    private static final int ERROR = 1;
    private static final int VOID = 2;

    /** The offset before, and no stream ids. */
    private static final int END_BYTES = 1 + Long.BYTES + 1;

    /** A call has six elements: its type, no headers, its id, and what it calls. */
    private static final String BEFORE_ID =
            ByteText.of(new byte[] {Code.FIXARRAY_PREFIX | 6, INVOCATION, Code.FIXMAP_PREFIX});

    private static final String NO_ID = ByteText.of(new byte[] {Code.NIL});

    /** A string of up to 255 bytes, whose number follows. */
    private static final String STRING_ID = ByteText.of(new byte[] {Code.STR8});

    private static final byte NO_ELEMENTS = Code.FIXARRAY_PREFIX;

    private final Naming naming;

    /** What is written into a message. */
    private interface Body {
        void write(MessagePacker out) throws IOException;
    }

    private MessagePackMessages(Naming naming) {
        this.naming = naming;
    }

    static MessagePackMessages in(Naming naming) {
        return naming == Naming.CAMEL ? CAMEL : PASCAL;
    }

    @Override
    public String name() {
        return "signalr-messagepack";
    }

    @Override
    public String naming() {
        return naming.label();
    }

    @Override
    public boolean joins() {
        return true;
    }

    @Override
    public String eventStart(RecordedEvent event) {
        return ByteText.of(packed(out -> {
            out.packString("EventReceived").packArrayHeader(2).packString(event.stream());
            EventPack.open(out, event, naming);
        }));
    }

    @Override
    public boolean asksForResults() {
        return true;
    }

    @Override
    public String eventHead(String start, @Nullable String resultId) {
        String id = resultId == null ? NO_ID : STRING_ID + (char) resultId.length() + resultId;
        int length = BEFORE_ID.length() + id.length() + start.length() + END_BYTES;
        return ByteText.of(LengthPrefix.of(length)) + BEFORE_ID + id;
    }

    @Override
    public String eventEnd(long previous, @Nullable String resultId) {
        return ByteText.of(ByteBuffer.allocate(END_BYTES)
                .put(Code.INT64)
                .putLong(previous)
                .put(NO_ELEMENTS)
                .array());
    }

    @Override
    public String skipped(String stream, long from, long to) {
        return message(out -> call(out, "EventsSkipped")
                .packArrayHeader(2)
                .packString(stream)
                .packMapHeader(2)
                .packString("from")
                .packLong(from)
                .packString("to")
                .packLong(to)
                .packArrayHeader(0));
    }

    @Override
    public String confirmed(String stream) {
        return call("SubscriptionConfirmed", stream);
    }

    @Override
    public @Nullable String completed(@Nullable String call) {
        return call == null
                ? null
                : message(out -> completion(out.packArrayHeader(4), call).packInt(VOID));
    }

    @Override
    public @Nullable String refused(@Nullable String call, @Nullable String stream, String message) {
        return call == null
                ? null
                : message(out ->
                        completion(out.packArrayHeader(5), call).packInt(ERROR).packString(message));
    }

    @Override
    public String subscriptionRefused(@Nullable String call, @Nullable String stream, String message) {
        String completion = refused(call, stream, message);
        return call("Error", message) + (completion == null ? "" : completion);
    }

    /** A message's type follows the head of its array, of one byte. The answer to the handshake comes in JSON's form. */
    @Override
    public int numbered(String text) {
        if (text.equals(SignalRMessages.HANDSHAKE_DONE)) {
            return 0;
        }
        try {
            return (int) LengthPrefix.records(ByteText.bytes(text)).stream()
                    .filter(record -> record[1] <= LAST_NUMBERED)
                    .count();
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("Not what is made here: " + e.reason(), e);
        }
    }

    @Override
    public String received(long number) {
        return message(out -> out.packArrayHeader(2).packInt(ACK).packLong(number));
    }

    @Override
    public String continuesAt(long number) {
        return message(out -> out.packArrayHeader(2).packInt(SEQUENCE).packLong(number));
    }

    @Override
    public String ping() {
        return message(out -> out.packArrayHeader(1).packInt(PING));
    }

    @Override
    public String close(String reason, boolean reconnect) {
        return message(
                out -> out.packArrayHeader(3).packInt(CLOSE).packString(reason).packBoolean(reconnect));
    }

    @Override
    public boolean clientsPing() {
        return true;
    }

    private static String call(String target, String argument) {
        return message(
                out -> call(out, target).packArrayHeader(1).packString(argument).packArrayHeader(0));
    }

    /** Up to the arguments: no headers, and no id, for no answer is wanted. */
    private static MessagePacker call(MessagePacker out, String target) throws IOException {
        return out.packArrayHeader(6)
                .packInt(INVOCATION)
                .packMapHeader(0)
                .packNil()
                .packString(target);
    }

    private static MessagePacker completion(MessagePacker out, String call) throws IOException {
        return out.packInt(COMPLETION).packMapHeader(0).packString(call);
    }

    private static String message(Body body) {
        byte[] message = packed(body);
        return ByteText.of(LengthPrefix.of(message.length)) + ByteText.of(message);
    }

    private static byte[] packed(Body body) {
        try (MessageBufferPacker out = MessagePack.newDefaultBufferPacker()) {
            body.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A buffer in memory failed", e);
        }
    }
}
