package org.headrace.web.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Sends a text piece by piece: it is never in memory as one. */
final class JsonPieces {

    private static final int PIECE = 32 * 1024;

    private final OutputStream out;
    private final StringBuilder piece = new StringBuilder(PIECE);

    JsonPieces(OutputStream out) {
        this.out = out;
    }

    /** Where to write next. */
    StringBuilder text() {
        return piece;
    }

    /** Sends what has been written, where that is enough to be worth it. */
    void sendWhenLarge() throws IOException {
        if (piece.length() > PIECE) {
            send();
        }
    }

    void send() throws IOException {
        out.write(piece.toString().getBytes(StandardCharsets.UTF_8));
        piece.setLength(0);
    }
}
