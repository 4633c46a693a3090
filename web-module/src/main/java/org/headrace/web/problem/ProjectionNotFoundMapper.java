package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.projection.ProjectionNotFoundException;

@Provider
public class ProjectionNotFoundMapper extends ProblemMapper<ProjectionNotFoundException> {
    @Override
    public Problem problem(ProjectionNotFoundException failure) {
        return Problem.of(ProblemType.PROJECTION_NOT_FOUND, String.valueOf(failure.getMessage()));
    }
}
