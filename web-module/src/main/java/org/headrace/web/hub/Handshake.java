package org.headrace.web.hub;

import org.headrace.json.JsonSyntaxException;
import org.jspecify.annotations.Nullable;

/** The first record of a SignalR client. */
final class Handshake {

    private static final long VERSION = 1;

    private Handshake() {}

    /** What is wrong with it; null: nothing. */
    static @Nullable String fault(String record) {
        JsonMembers request;
        try {
            request = JsonMembers.of(record);
        } catch (JsonSyntaxException e) {
            return "The handshake is not JSON: " + e.getMessage();
        }
        String protocol = request.string("protocol");
        Long version = request.whole("version");
        if (protocol == null || version == null) {
            return "The handshake must name a protocol and its version";
        }
        if (!protocol.equals("json")) {
            return "The protocol '" + protocol + "' is not supported: json is";
        }
        return version == VERSION ? null : "Version " + version + " of the protocol is not supported: 1 is";
    }
}
