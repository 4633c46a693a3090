package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.headrace.spi.InfrastructureFailures;

/** What nobody foresaw: logged with its stack, told to the caller by an id only. Errors of the JVM come here too. */
@Provider
public class FailureMapper extends ProblemMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Override
    public Problem problem(Throwable failure) {
        if (InfrastructureFailures.isInfrastructure(failure)) {
            LOG.log(Level.WARNING, "A request failed because the store does not answer", failure);
            return Problem.of(ProblemType.STORE_UNAVAILABLE, "The store does not answer. Try again in a moment.");
        }
        String id = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "A request failed: correlation id " + id, failure);
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "Something went wrong on our side. The server's log has the details under correlation id " + id)
                .with("correlationId", id);
    }
}
