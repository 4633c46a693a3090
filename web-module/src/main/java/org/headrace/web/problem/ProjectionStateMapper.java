package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.projection.ProjectionStateException;

@Provider
public class ProjectionStateMapper extends ProblemMapper<ProjectionStateException> {
    @Override
    public Problem problem(ProjectionStateException failure) {
        return Problem.of(ProblemType.PROJECTION_STATE, String.valueOf(failure.getMessage()));
    }
}
