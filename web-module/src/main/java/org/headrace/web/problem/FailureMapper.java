package org.headrace.web.problem;

import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.InfrastructureFailures;

/** What nobody foresaw: logged with its stack, told to the caller by an id only. Errors of the JVM come here too. */
@Provider
public class FailureMapper extends ProblemMapper<Throwable> {

    private static final Log LOG = Log.of(FailureMapper.class);

    @Override
    public Problem problem(Throwable failure) {
        if (InfrastructureFailures.isInfrastructure(failure)) {
            LOG.because(failure, LogMessage.REQUEST_WITHOUT_STORE);
            return Problem.of(ProblemType.STORE_UNAVAILABLE, "The store does not answer. Try again in a moment.");
        }
        String id = UUID.randomUUID().toString();
        LOG.because(failure, LogMessage.REQUEST_FAILED, id);
        return Problem.of(
                        ProblemType.INTERNAL_ERROR,
                        "Something went wrong on our side. The server's log has the details under correlation id " + id)
                .with("correlationId", id);
    }
}
