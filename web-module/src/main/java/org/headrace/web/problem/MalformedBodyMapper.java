package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import java.util.List;
import org.headrace.input.Violation;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/** Says no more than where: what a JSON-B implementation has to say names classes of ours. */
@Provider
public class MalformedBodyMapper extends ProblemMapper<MalformedBodyException> {

    private static final Log LOG = Log.of(MalformedBodyMapper.class);

    @Override
    public Problem problem(MalformedBodyException failure) {
        LOG.because(failure, LogMessage.BODY_NOT_BOUND);
        String reason = "is not JSON of the shape that is expected here";
        return Problem.of(ProblemType.INVALID_JSON, "The body " + reason, List.of(new Violation("body", reason)));
    }
}
