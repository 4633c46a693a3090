package org.headrace.engine.management;

import java.util.List;
import java.util.Map;

/** One version of a saga's definition, and its sagas on all nodes. Operations return how the saga stands afterwards. */
@Told("A saga's definition, and its sagas on all nodes")
public interface SagaMXBean {

    @Told("Its name")
    String getName();

    @Told("Its version")
    int getVersion();

    @Told("Its steps, in order")
    List<String> getSteps();

    @Told("How many of its sagas have not ended, or have failed, by state; of all sagas at most 100,000 are looked at")
    Map<String, Long> getOpen();

    @Told("How many of those stand until somebody resumes them")
    long getPaused();

    @Told("How many have been ready for 30 s, and no node runs them")
    long getStranded();

    @Told("How a saga stands, in a sentence")
    String explain(@Told("Its id") String sagaId);

    @Told("Stops a saga after the step it is in")
    String pause(@Told("Its id") String sagaId, @Told("Why; it is recorded") String reason);

    @Told("Lets a paused saga go on")
    String resume(@Told("Its id") String sagaId, @Told("Why; it is recorded") String reason);

    @Told("Has a saga undo what it has done")
    String cancel(@Told("Its id") String sagaId, @Told("Why; it is recorded") String reason);

    @Told("Tries what has failed again, with all tries anew")
    String retry(@Told("Its id") String sagaId, @Told("Why; it is recorded") String reason);
}
