package org.headrace.web.saga;

import java.io.IOException;
import java.io.InputStream;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.web.problem.ProblemException;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.request.BodyStream;
import org.headrace.web.request.Utf8;
import org.jspecify.annotations.Nullable;

/** The body that a saga is started with: its data, a JSON object; none stands for an empty one. */
final class StartBody {

    private static final int MAX_BYTES = 1 << 20;

    private StartBody() {}

    /** @throws InvalidInputException when it is no JSON object */
    static SagaData read(InputStream body, @Nullable String contentEncoding) throws IOException {
        byte[] bytes = BodyStream.of(body, contentEncoding).readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new ProblemException(ProblemType.TOO_LARGE, "A saga's data is at most " + MAX_BYTES + " bytes");
        }
        var in = new JsonScanner(Utf8.decode(bytes, 0, bytes.length));
        if (in.peek() == 0) {
            return SagaData.empty();
        }
        JsonText value = in.value();
        in.end();
        if (!value.isObject()) {
            throw new InvalidInputException("body", "must be a JSON object: the data of the saga");
        }
        return SagaData.of(value);
    }
}
