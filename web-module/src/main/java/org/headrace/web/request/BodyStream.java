package org.headrace.web.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** A request's body, decoded as {@code Content-Encoding} says. */
public final class BodyStream extends InputStream {

    private static final int BUFFER = 64 * 1024;

    private final InputStream decoded;

    private BodyStream(InputStream decoded) {
        this.decoded = decoded;
    }

    /**
     * Reading throws {@link ClientGoneException} when the connection breaks, {@link UnreadableBodyException} when the
     * bytes are corrupt.
     */
    public static BodyStream of(InputStream raw, @Nullable String contentEncoding) throws IOException {
        var sent = new Sent(raw);
        String encoding = contentEncoding == null ? "" : contentEncoding.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> new BodyStream(sent);
            case "gzip", "x-gzip" -> {
                try {
                    yield new BodyStream(new GZIPInputStream(sent, BUFFER));
                } catch (IOException e) {
                    throw corrupt(e);
                }
            }
            default ->
                throw new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Encoding " + encoding + " is not read here: send gzip, or none");
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        try {
            return decoded.read(into, from, length);
        } catch (IOException e) {
            throw corrupt(e);
        }
    }

    private static UnreadableBodyException corrupt(IOException e) throws ClientGoneException {
        if (e instanceof ClientGoneException gone) {
            throw gone;
        }
        return new UnreadableBodyException("The body is not whole and valid gzip data", e);
    }

    /** The bytes as they come over the wire. */
    private static final class Sent extends InputStream {
        private final InputStream raw;
        private boolean ended;

        Sent(InputStream raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            try {
                int read = raw.read(into, from, length);
                ended = read < 0;
                return read;
            } catch (IOException e) {
                throw new ClientGoneException(e);
            }
        }

        /**
         * GZIPInputStream takes 0 for the end of the data, and would drop the next of several members whose bytes have
         * not arrived yet.
         */
        @Override
        public int available() {
            return ended ? 0 : 1;
        }
    }
}
