package org.headrace.web.hub;

import org.headrace.json.JsonSyntaxException;

/**
 * What the first record of a SignalR client asks for.
 *
 * @param version 2: messages are numbered, so that the client may come back when its transport breaks
 */
record Handshake(Protocol protocol, long version) {

    /** In which messages are written. */
    enum Protocol {
        JSON,
        MESSAGEPACK
    }

    private static final long PLAIN = 1;
    private static final long NUMBERED = 2;

    /**
     * Reads it.
     *
     * @param resumable whether it was negotiated that the client may come back
     * @throws MalformedMessageException when it asks for nothing that is spoken here
     */
    static Handshake of(String record, boolean resumable) throws MalformedMessageException {
        JsonMembers request;
        try {
            request = JsonMembers.of(record);
        } catch (JsonSyntaxException e) {
            throw new MalformedMessageException("The handshake is not JSON: " + e.getMessage());
        }
        String protocol = request.string("protocol");
        Long version = request.whole("version");
        if (protocol == null || version == null) {
            throw new MalformedMessageException("The handshake must name a protocol and its version");
        }
        if (version != PLAIN && version != NUMBERED) {
            throw new MalformedMessageException(
                    "Version " + version + " of the protocol is not supported: 1 and 2 are");
        }
        if (version == NUMBERED && !resumable) {
            throw new MalformedMessageException(
                    "Version 2 of the protocol is for connections that negotiated stateful reconnect: 1 is for others");
        }
        return switch (protocol) {
            case "json" -> new Handshake(Protocol.JSON, version);
            case "messagepack" -> new Handshake(Protocol.MESSAGEPACK, version);
            default ->
                throw new MalformedMessageException(
                        "The protocol '" + protocol + "' is not supported: json and messagepack are");
        };
    }

    boolean isNumbered() {
        return version == NUMBERED;
    }
}
