package org.headrace.web.saga;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.jspecify.annotations.Nullable;

/** The body that a saga is started with: its data, a JSON object; none stands for an empty one. */
final class StartBody {

    private StartBody() {}

    /** @throws InvalidInputException when it is no JSON object */
    static SagaData read(InputStream body, @Nullable String contentEncoding) throws IOException {
        Optional<JsonText> value = DataBody.read(body, contentEncoding);
        if (value.isEmpty()) {
            return SagaData.empty();
        }
        if (!value.get().isObject()) {
            throw new InvalidInputException("body", "must be a JSON object: the data of the saga");
        }
        return SagaData.of(value.get());
    }
}
