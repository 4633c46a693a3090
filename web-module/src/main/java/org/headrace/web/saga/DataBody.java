package org.headrace.web.saga;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.request.BodyStream;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/** A body that is one JSON value which a saga keeps. */
final class DataBody {

    static final int MAX_BYTES = 1 << 20;

    private DataBody() {}

    /**
     * Empty: nothing was sent.
     *
     * @throws org.headrace.json.JsonSyntaxException when it is not JSON
     */
    static Optional<JsonText> read(InputStream body, @Nullable String contentEncoding) throws IOException {
        byte[] bytes = BodyStream.of(body, contentEncoding).readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A saga's data is at most " + MAX_BYTES + " bytes");
        }
        var in = new JsonScanner(Utf8.decode(bytes, 0, bytes.length));
        if (in.peek() == 0) {
            return Optional.empty();
        }
        JsonText value = in.value();
        in.end();
        return Optional.of(value);
    }
}
