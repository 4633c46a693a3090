package org.headrace.saga;

import java.util.List;
import org.headrace.input.InvalidInputException;

/** The definitions that this node can run. Inject it. Safe for use by many threads. */
public interface SagaRegistry {

    /**
     * Adds a definition; its sagas that wait in the store are run from now on. Several versions of one name may stand
     * beside each other: new sagas take the highest.
     *
     * @throws InvalidInputException when the name and version are taken, or the definition is not as it must be
     */
    void register(SagaDefinition definition);

    /** Forgets a definition. Its sagas stay where they are, after the step they are in. False: it was not there. */
    boolean unregister(String name, int version);

    /** In order of name and version. */
    List<Registered> all();

    /**
     * A definition as it was when it was registered.
     *
     * @param hash of what of its steps a saga under way depends on: their names, order and kinds
     */
    record Registered(String name, int version, String hash, List<String> steps) {}
}
