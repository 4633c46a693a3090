package org.headrace.web.saga;

import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonScanner;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.saga.SagaData;
import org.headrace.web.request.ActingOperator;
import org.headrace.web.request.ReasonBody;

/** What an operator sends with a decision: an object with some members. A member that is null is not there. */
record DecisionBody(Operator by, Map<String, JsonText> members) {

    private static final int BESIDE_DATA = 16 * 1024;

    /**
     * Reads a body.
     *
     * @param names of the members that are read beside the reason
     * @throws InvalidInputException when it is no such object
     */
    static DecisionBody read(SecurityContext caller, InputStream body, Set<String> names) throws IOException {
        Map<String, JsonText> members = new HashMap<>();
        Map<String, Consumer<JsonText>> beside = new HashMap<>();
        for (String name : names) {
            beside.put(name, value -> {
                if (!value.text().equals("null")) {
                    members.put(name, value);
                }
            });
        }
        int limit = BESIDE_DATA + (names.contains("data") ? DataBody.MAX_BYTES : 0);
        String reason = ReasonBody.read(body, beside, limit);
        return new DecisionBody(ActingOperator.of(caller, reason), members);
    }

    /** @throws InvalidInputException when it is no string, or not there */
    String text(String name) {
        JsonText value = members.get(name);
        if (value == null || value.text().charAt(0) != '"') {
            throw new InvalidInputException(name, "must be given, a string");
        }
        return JsonScanner.unquote(value);
    }

    /** @throws InvalidInputException when it is no truth value, or not there */
    boolean flag(String name) {
        JsonText value = members.get(name);
        String text = value == null ? "" : value.text();
        if (!text.equals("true") && !text.equals("false")) {
            throw new InvalidInputException(name, "must be given, true or false");
        }
        return text.equals("true");
    }

    /**
     * What is to be set in the saga's data; may be empty.
     *
     * @throws InvalidInputException when it is no object
     */
    SagaData data() {
        JsonText value = members.get("data");
        return value == null ? SagaData.empty() : SagaData.of(value);
    }
}
