package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.List;
import org.headrace.input.Violation;

/** Says no more than where: what a JSON-B implementation has to say names classes of ours. */
@Provider
public class MalformedBodyMapper extends ProblemMapper<MalformedBodyException> {

    private static final System.Logger LOG = System.getLogger(MalformedBodyMapper.class.getName());

    @Override
    public Problem problem(MalformedBodyException failure) {
        LOG.log(Level.DEBUG, "A request's body could not be bound", failure);
        String reason = "is not JSON of the shape that is expected here";
        return Problem.of(ProblemType.INVALID_JSON, "The body " + reason, List.of(new Violation("body", reason)));
    }
}
