package org.headrace.web.request;

import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.headrace.input.Violation;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemMapper;
import org.headrace.web.problem.ProblemType;

@Provider
public class UnreadableBodyMapper extends ProblemMapper<UnreadableBodyException> {
    @Override
    public Problem problem(UnreadableBodyException failure) {
        String reason = String.valueOf(failure.getMessage());
        return Problem.of(ProblemType.UNREADABLE_BODY, reason, List.of(new Violation("body", reason)));
    }
}
