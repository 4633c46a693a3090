package org.headrace.saga;

/** What a step does, or how it is undone. */
@FunctionalInterface
public interface SagaAction {

    /**
     * Runs in a JTA transaction that also stores the saga's state: what it writes to the data source
     * {@code jdbc/headrace} (JPA or JDBC) happens once, with that state, or not at all. What it sets in the context is
     * kept with it.
     *
     * @throws PermanentFailureException when another try would not help
     * @throws Exception anything else: tried again as the step's {@link StepOptions} say
     */
    void perform(SagaContext context) throws Exception;
}
