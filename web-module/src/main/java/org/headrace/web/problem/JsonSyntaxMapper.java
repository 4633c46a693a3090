package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.headrace.input.Violation;
import org.headrace.json.JsonSyntaxException;

@Provider
public class JsonSyntaxMapper extends ProblemMapper<JsonSyntaxException> {
    @Override
    public Problem problem(JsonSyntaxException failure) {
        String reason = String.valueOf(failure.getMessage());
        return Problem.of(ProblemType.INVALID_JSON, reason, List.of(new Violation("body", reason)));
    }
}
