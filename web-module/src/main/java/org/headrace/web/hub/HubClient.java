package org.headrace.web.hub;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.headrace.engine.hub.HubConnection;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Goodbye;
import org.headrace.web.hub.HubRequest.Refused;
import org.headrace.web.hub.HubRequest.RefusedSubscription;
import org.headrace.web.hub.HubRequest.Subscribe;
import org.headrace.web.hub.HubRequest.Unsubscribe;

/** Understands what one client says, and passes it on. Used by one thread at a time, as containers deliver messages. */
final class HubClient {

    /** Bytes and characters are not told apart: what clients say is short. */
    static final int MAX_MESSAGE = 32 * 1024;

    /** How a client speaks. */
    private enum Speech {
        SIGNALR_HANDSHAKE,
        SIGNALR,
        PLAIN,
        SILENCED
    }

    private final HubConnection connection;
    private final SignalRMessages signalR;
    private Speech speech;

    private HubClient(HubConnection connection, SignalRMessages signalR, Speech speech) {
        this.connection = connection;
        this.signalR = signalR;
        this.speech = speech;
    }

    static HubClient signalR(HubConnection connection, SignalRMessages messages) {
        return new HubClient(connection, messages, Speech.SIGNALR_HANDSHAKE);
    }

    static HubClient plain(HubConnection connection, PlainMessages messages) {
        connection.begin(messages, null);
        return new HubClient(connection, SignalRMessages.CAMEL, Speech.PLAIN);
    }

    void received(String message) {
        connection.heard();
        try {
            if (message.length() > MAX_MESSAGE) {
                throw new MalformedMessageException("A message may have " + MAX_MESSAGE + " characters");
            }
            understand(message);
        } catch (MalformedMessageException e) {
            refuse(e.reason());
        }
    }

    void received(byte[] message) {
        try {
            received(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString());
        } catch (CharacterCodingException e) {
            refuse("A message is not UTF-8");
        }
    }

    void heard() {
        connection.heard();
    }

    void gone() {
        connection.gone();
    }

    private void understand(String message) throws MalformedMessageException {
        if (speech == Speech.PLAIN) {
            carryOut(PlainDecoder.request(message));
        } else if (speech != Speech.SILENCED) {
            for (String record : SignalRDecoder.records(message)) {
                understandRecord(record);
            }
        }
    }

    private void understandRecord(String record) throws MalformedMessageException {
        if (speech == Speech.SIGNALR) {
            carryOut(SignalRDecoder.request(record));
        } else if (speech == Speech.SIGNALR_HANDSHAKE) {
            String fault = Handshake.fault(record);
            if (fault == null) {
                speech = Speech.SIGNALR;
                connection.begin(signalR, SignalRMessages.HANDSHAKE_DONE);
            } else {
                refuse(fault);
            }
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
        if (request instanceof Subscribe subscribe) {
            connection.subscribe(subscribe.call(), subscribe.stream(), subscribe.from());
        } else if (request instanceof Unsubscribe unsubscribe) {
            connection.unsubscribe(unsubscribe.call(), unsubscribe.stream());
        } else if (request instanceof Acknowledge ack) {
            connection.acknowledge(ack.call(), ack.stream(), ack.offset());
        } else if (request instanceof Refused refused) {
            connection.refuse(refused.call(), refused.message());
        } else if (request instanceof RefusedSubscription refused) {
            connection.refuseSubscription(refused.call(), refused.stream(), refused.message());
        } else if (request instanceof Goodbye) {
            speech = Speech.SILENCED;
            connection.gone();
        }
    }
}
