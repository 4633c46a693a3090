package org.headrace.web.hub;

import org.headrace.json.JsonSyntaxException;

/** What the first record of a SignalR client asks for. */
enum Handshake {
    JSON,
    MESSAGEPACK;

    private static final long VERSION = 1;

    /** @throws MalformedMessageException when it asks for nothing that is spoken here */
    static Handshake of(String record) throws MalformedMessageException {
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
        if (version != VERSION) {
            throw new MalformedMessageException("Version " + version + " of the protocol is not supported: 1 is");
        }
        return switch (protocol) {
            case "json" -> JSON;
            case "messagepack" -> MESSAGEPACK;
            default ->
                throw new MalformedMessageException(
                        "The protocol '" + protocol + "' is not supported: json and messagepack are");
        };
    }
}
