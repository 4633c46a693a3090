package org.headrace.engine.management;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.headrace.engine.hub.ConnectionNotFoundException;
import org.headrace.engine.transaction.FailureText;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.saga.SagaNotFoundException;

/**
 * Does what JMX clients ask, on the engine's threads: a client's own have neither the transactions nor the class loader of
 * the application. What goes wrong is told by exceptions of Java's own, since a client may not have ours.
 */
@ApplicationScoped
public class ManagedCalls {

    private static final Duration READING = Duration.ofSeconds(10);
    private static final Duration ACTING = Duration.ofSeconds(60);

    @Inject
    BoundedCalls calls;

    @Inject
    OperatorAccess access;

    /** @throws IllegalStateException when it cannot be read, or not within ten seconds */
    <T> T read(Callable<T> what) {
        return call(READING, what);
    }

    /**
     * Acts for the client.
     *
     * @param how returns how it stands afterwards
     * @throws SecurityException when the client may not
     * @throws IllegalArgumentException for what does not exist, or is not as it must be
     * @throws IllegalStateException when it cannot be done now, or takes longer than a minute
     */
    String act(String action, String target, String reason, Function<Operator, String> how) {
        Operator operator = access.allow(action, target, reason);
        return call(ACTING, () -> how.apply(operator));
    }

    private <T> T call(Duration deadline, Callable<T> what) {
        try {
            return calls.call(deadline, what);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "No answer within " + deadline.toSeconds() + " s: look at what became of it before you try again");
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(FailureText.describe(e));
        } catch (ExecutionException e) {
            throw told(e.getCause() == null ? e : e.getCause());
        }
    }

    private static RuntimeException told(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        boolean isArgument = failure instanceof InvalidInputException
                || failure instanceof IllegalArgumentException
                || failure instanceof ProjectionNotFoundException
                || failure instanceof SagaNotFoundException
                || failure instanceof ConnectionNotFoundException;
        return isArgument ? new IllegalArgumentException(message) : new IllegalStateException(message);
    }
}
