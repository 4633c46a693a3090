package org.headrace.web.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The streams that the caller of the current request may know of. Safe for use by many threads. */
@ApplicationScoped
public class KnownStreams {

    @Inject
    Gate gate;

    @Inject
    HttpServletRequest request;

    /** Whether no stream is restricted. */
    public boolean areAll() {
        return !gate.restrictsStreams();
    }

    /** Whether the caller may know of the stream. */
    public boolean have(String stream) {
        return refusal(stream) == null;
    }

    /** Those among some that the caller may know of. */
    public Set<String> among(Collection<String> streams) {
        return streams.stream().filter(this::have).collect(Collectors.toUnmodifiableSet());
    }

    /** @throws ProblemException when the caller may not know of the stream */
    public void require(String stream) {
        Problem refusal = refusal(stream);
        if (refusal != null) {
            throw new ProblemException(refusal);
        }
    }

    /** Why the caller may not know of the stream; null: it may. */
    protected @Nullable Problem refusal(String stream) {
        return gate.refusal(Caller.of(request), request::isUserInRole, stream);
    }
}
