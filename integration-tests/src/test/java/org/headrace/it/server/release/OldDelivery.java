package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** A delivery as it was before the release. */
@ApplicationScoped
public class OldDelivery implements SagaDefinition {

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Pack", context -> Notes.step("old", context))
                .thenAwait("Go", Duration.ofHours(1))
                .then("Deliver", context -> Notes.stepAtSecondTry("old", context));
    }
}
