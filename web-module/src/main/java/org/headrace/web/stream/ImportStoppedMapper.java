package org.headrace.web.stream;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.Providers;
import org.headrace.web.problem.FailureMapper;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemMapper;

/** The problem that stopped the import, with how far it came: {@code line}, {@code count}, {@code lastOffset} … */
@Provider
public class ImportStoppedMapper extends ProblemMapper<ImportStoppedException> {

    @Context
    Providers providers;

    @Override
    public Problem problem(ImportStoppedException failure) {
        Problem problem = reason(failure.reason());
        if (failure.line() != ImportStoppedException.NO_LINE) {
            problem = problem.with("line", failure.line());
        }
        problem = problem.with("count", failure.count());
        return failure.count() == 0
                ? problem
                : problem.with("firstOffset", failure.firstOffset()).with("lastOffset", failure.lastOffset());
    }

    @SuppressWarnings("unchecked") // the provider was chosen by this very class
    private Problem reason(RuntimeException reason) {
        ExceptionMapper<?> mapper = providers.getExceptionMapper(reason.getClass());
        return mapper instanceof ProblemMapper<?> known
                ? ((ProblemMapper<RuntimeException>) known).problem(reason)
                : new FailureMapper().problem(reason);
    }
}
