package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import org.headrace.stream.ConflictException;

@Provider
public class ConflictMapper extends ProblemMapper<ConflictException> {
    @Override
    public Problem problem(ConflictException failure) {
        ProblemType type =
                switch (failure.kind()) {
                    case OFFSET -> ProblemType.OFFSET_CONFLICT;
                    case KEY_VERSION -> ProblemType.KEY_VERSION_CONFLICT;
                    case EVENT_ID -> ProblemType.EVENT_ID_CONFLICT;
                };
        return Problem.of(type, String.valueOf(failure.getMessage()));
    }
}
