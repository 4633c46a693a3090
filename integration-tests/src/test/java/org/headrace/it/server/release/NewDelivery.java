package org.headrace.it.server.release;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** A delivery with another step, and so of another version. */
@ApplicationScoped
public class NewDelivery implements SagaDefinition {

    @Override
    public String name() {
        return "delivery";
    }

    @Override
    public int version() {
        return 2;
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Pack", context -> Notes.step("new", context))
                .then("Label", context -> Notes.step("new", context))
                .thenAwait("Go", Duration.ofHours(1))
                .then("Deliver", context -> Notes.stepAtSecondTry("new", context));
    }
}
