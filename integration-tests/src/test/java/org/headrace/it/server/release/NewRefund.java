package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** A refund with another step, whose version somebody forgot to raise. */
@ApplicationScoped
public class NewRefund implements SagaDefinition {

    @Override
    public String name() {
        return "refund";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Ask", context -> Notes.step("new", context))
                .thenAwait("Go", Duration.ofHours(1))
                .then("Check", context -> Notes.step("new", context))
                .then("Pay", context -> Notes.stepAtSecondTry("new", context));
    }
}
