package org.headrace.projection;

import java.util.List;
import java.util.Optional;
import org.headrace.input.InvalidInputException;

/** The projections of this node. Inject it. Safe for use by many threads. */
public interface ProjectionRegistry {

    /**
     * Adds a projection and starts it. One class may stand under several names. Configuration overrides its options as
     * it does for annotated ones.
     *
     * @throws InvalidInputException when the name is taken, or the definition does not fit its handler
     */
    void register(ProjectionDefinition definition);

    /** Stops a projection, after the batch it is in, and forgets it. Its checkpoint stays. False: no such projection. */
    boolean unregister(String name);

    Optional<ProjectionDefinition> find(String name);

    /** In order of name. */
    List<ProjectionDefinition> all();
}
