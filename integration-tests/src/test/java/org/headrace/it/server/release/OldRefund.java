package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** A refund as it was before the release. */
@ApplicationScoped
public class OldRefund implements SagaDefinition {

    @Override
    public String name() {
        return "refund";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Ask", context -> Notes.step("old", context))
                .thenAwait("Go", Duration.ofHours(1))
                .then("Pay", context -> Notes.stepAtSecondTry("old", context));
    }
}
