package org.headrace.web.hub;

import java.nio.charset.StandardCharsets;

/** Bytes as {@link org.headrace.engine.hub.HubProtocol} wants them: each is the character of that number. */
final class ByteText {

    private ByteText() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
