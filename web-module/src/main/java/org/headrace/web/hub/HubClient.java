package org.headrace.web.hub;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.headrace.engine.hub.ClientOrigin;
import org.headrace.engine.hub.HubConnection;
import org.headrace.engine.hub.NumberedLine;
import org.headrace.engine.hub.NumberedProtocol;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.ContinueAt;
import org.headrace.web.hub.HubRequest.Goodbye;
import org.headrace.web.hub.HubRequest.Received;
import org.headrace.web.hub.HubRequest.Refused;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unsubscribe;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/** Understands what one client says, and passes it on. Used by one thread at a time, as containers deliver messages. */
final class HubClient {

    /** Bytes and characters are not told apart: what clients say is short. */
    static final int MAX_MESSAGE = 32 * 1024;

    /** How a client speaks. */
    private enum Speech {
        SIGNALR_HANDSHAKE,
        SIGNALR_JSON,
        SIGNALR_MESSAGEPACK,
        PLAIN,
        SILENCED
    }

    private final HubConnection connection;
    private final WebSocketOutlet outlet;
    private final Naming naming;
    private final InboundRate rate;
    private final @Nullable String resumedAs;
    private Speech speech = Speech.SIGNALR_HANDSHAKE;
    private @Nullable NumberedLine line;

    /** What is done with a message. */
    private interface Understanding {
        void run() throws MalformedMessageException;
    }

    /**
     * A client of SignalR, which says next what it speaks.
     *
     * @param resumedAs what its connection is known by when it comes back; null: it does not
     */
    HubClient(HubConnection connection, WebSocketOutlet outlet, Naming naming, @Nullable String resumedAs) {
        this.connection = connection;
        this.outlet = outlet;
        this.naming = naming;
        this.rate = new InboundRate(connection.limits(), System::nanoTime);
        this.resumedAs = resumedAs;
    }

    /** It has come back to its connection, from there, and goes on speaking as it did. */
    HubClient back(ClientOrigin origin) {
        if (connection.spoken() instanceof MessagePackMessages) {
            speech = Speech.SIGNALR_MESSAGEPACK;
            outlet.sendBinary();
        } else {
            speech = Speech.SIGNALR_JSON;
        }
        line = new NumberedLine(connection, outlet);
        connection.attach(outlet, origin);
        return this;
    }

    /** It speaks the plain protocol instead. */
    HubClient plain() {
        speech = Speech.PLAIN;
        connection.begin(PlainMessages.in(naming), null);
        return this;
    }

    void received(String message) {
        understand(message.length(), () -> understand(message));
    }

    void received(byte[] message) {
        understand(message.length, () -> understand(message));
    }

    void heard() {
        connection.heard();
    }

    void gone() {
        connection.lost(outlet);
    }

    private void understand(int length, Understanding understanding) {
        connection.heard();
        try {
            if (length > MAX_MESSAGE) {
                throw new MalformedMessageException("A message may have " + MAX_MESSAGE + " characters");
            }
            understanding.run();
        } catch (MalformedMessageException e) {
            refuse(e.reason());
        }
    }

    private void understand(String message) throws MalformedMessageException {
        switch (speech) {
            case SIGNALR_HANDSHAKE -> {
                int end = message.indexOf(SignalRMessages.END);
                shakeHands(end < 0 ? message : message.substring(0, end + 1));
                if (end >= 0 && end + 1 < message.length()) {
                    understand(message.substring(end + 1));
                }
            }
            case SIGNALR_JSON -> {
                for (String record : SignalRDecoder.records(message)) {
                    carryOut(SignalRDecoder.request(record));
                }
            }
            case SIGNALR_MESSAGEPACK -> throw new MalformedMessageException("A message in MessagePack must be binary");
            case PLAIN -> carryOut(PlainDecoder.request(message));
            case SILENCED -> {}
        }
    }

    private void understand(byte[] message) throws MalformedMessageException {
        if (speech == Speech.SIGNALR_MESSAGEPACK) {
            for (byte[] record : LengthPrefix.records(message)) {
                carryOut(MessagePackDecoder.request(record));
            }
            return;
        }
        int end = speech == Speech.SIGNALR_HANDSHAKE ? ByteText.of(message).indexOf(SignalRMessages.END) + 1 : 0;
        if (end == 0 || end == message.length) {
            understand(text(message));
        } else {
            understand(text(Arrays.copyOf(message, end)));
            understand(Arrays.copyOfRange(message, end, message.length));
        }
    }

    private static String text(byte[] message) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("A message is not UTF-8");
        }
    }

    private void shakeHands(String message) throws MalformedMessageException {
        Handshake handshake = Handshake.of(SignalRDecoder.records(message).get(0), resumedAs != null);
        NumberedProtocol spoken;
        if (handshake.protocol() == Handshake.Protocol.MESSAGEPACK) {
            speech = Speech.SIGNALR_MESSAGEPACK;
            outlet.sendBinary();
            spoken = MessagePackMessages.in(naming);
        } else {
            speech = Speech.SIGNALR_JSON;
            spoken = SignalRMessages.in(naming);
        }
        if (resumedAs != null && handshake.isNumbered()) {
            line = new NumberedLine(connection, outlet);
            connection.begin(spoken, SignalRMessages.HANDSHAKE_DONE, resumedAs);
        } else {
            connection.begin(spoken, SignalRMessages.HANDSHAKE_DONE);
        }
    }

    private void refuse(String reason) {
        if (speech == Speech.SIGNALR_HANDSHAKE) {
            connection.reject(SignalRMessages.handshakeFailed(reason), "Handshake failed");
        } else {
            connection.end(reason, false);
        }
        speech = Speech.SILENCED;
    }

    private void carryOut(HubRequest request) {
        if (speech == Speech.SILENCED) {
            return;
        }
        String excess = rate.excess(request);
        NumberedLine numbered = line;
        if (excess != null) {
            refuse(excess);
        } else if (numbered == null) {
            answer(request);
        } else if (request.isNumbered()) {
            numbered.arrived(() -> answer(request));
        } else if (request instanceof Received received) {
            numbered.received(received.number());
        } else if (request instanceof ContinueAt resumed) {
            numbered.continueAt(resumed.number());
        } else {
            answer(request);
        }
    }

    /** Of numbered messages called by the connection's tasks, so that they touch nothing of this client's own. */
    private void answer(HubRequest request) {
        if (request instanceof Subscribe subscribe) {
            connection.subscribe(subscribe.call(), subscribe.wanted());
        } else if (request instanceof Unsubscribe unsubscribe) {
            connection.unsubscribe(unsubscribe.call(), unsubscribe.stream());
        } else if (request instanceof Acknowledge ack) {
            connection.acknowledge(ack.call(), ack.stream(), ack.offset());
        } else if (request instanceof Answer answer) {
            connection.answered(answer.call());
        } else if (request instanceof Refused refused) {
            connection.refuse(refused.call(), refused.message());
        } else if (request instanceof RefusedSubscription refused) {
            connection.refuseSubscription(refused.call(), refused.stream(), refused.message());
        } else if (request instanceof Goodbye) {
            speech = Speech.SILENCED;
            connection.gone();
            outlet.close("Goodbye");
        }
    }
}
