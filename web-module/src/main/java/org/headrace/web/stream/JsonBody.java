package org.headrace.web.stream;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.request.Utf8;

/** A body that is read as a whole, within its limits. */
final class JsonBody {

    private JsonBody() {}

    /** As text, without a byte order mark: an object of one event's size, or an array of the size of the whole. */
    static String text(InputStream body, BodyLimits limits) throws IOException {
        byte[] bytes = bounded(body, limits);
        int start = ByteOrderMark.length(bytes, 0, bytes.length);
        return Utf8.decode(bytes, start, bytes.length - start);
    }

    /** Of one event's size. */
    static byte[] bytes(InputStream body, BodyLimits limits) throws IOException {
        byte[] bytes = body.readNBytes(limits.event() + 1);
        if (bytes.length > limits.event()) {
            throw eventTooLarge(limits);
        }
        return bytes;
    }

    /** Reads on beyond the size of one event only where an array begins. */
    private static byte[] bounded(InputStream body, BodyLimits limits) throws IOException {
        byte[] bytes = body.readNBytes(limits.event() + 1);
        if (bytes.length <= limits.event()) {
            return bytes;
        }
        if (!beginsArray(bytes)) {
            throw eventTooLarge(limits);
        }
        byte[] rest = body.readNBytes(limits.whole() + 1 - bytes.length);
        if (bytes.length + rest.length > limits.whole()) {
            throw BodyLimits.tooLarge("An array is at most " + limits.whole()
                    + " bytes: send more of it as NDJSON (application/x-ndjson), or in several requests");
        }
        byte[] whole = Arrays.copyOf(bytes, bytes.length + rest.length);
        System.arraycopy(rest, 0, whole, bytes.length, rest.length);
        return whole;
    }

    private static boolean beginsArray(byte[] bytes) {
        int at = ByteOrderMark.length(bytes, 0, bytes.length);
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
        return at < bytes.length && bytes[at] == '[';
    }

    private static ProblemException eventTooLarge(BodyLimits limits) {
        return BodyLimits.tooLarge("An event is larger than " + limits.event() + " bytes");
    }
}
