package org.headrace.web.hub;

import java.util.Optional;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.stream.Naming;
import org.jspecify.annotations.Nullable;

/** How the events of a connection are spelt: as its address asks, else as the server is configured. */
record HubNaming(Naming ofServer) {

    static final String PARAMETER = "naming";

    private static final String SETTING = "headrace.hub.naming";

    /**
     * As the configuration has it.
     *
     * @param configured looks a value up by its full name
     * @throws InvalidInputException naming the setting when it is illegal
     */
    static HubNaming configured(Function<String, Optional<String>> configured) {
        try {
            return new HubNaming(Naming.of(configured.apply(SETTING).orElse(null), Naming.CAMEL));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(SETTING, e.violations().get(0).message());
        }
    }

    /**
     * That of a connection.
     *
     * @param asked null: nothing in particular
     * @throws InvalidInputException for {@code naming}
     */
    Naming of(@Nullable String asked) {
        return Naming.of(asked, ofServer);
    }

    /** Why a connection is refused for what it asks; null: it is not. */
    @Nullable
    Problem refusal(@Nullable String asked) {
        try {
            of(asked);
            return null;
        } catch (InvalidInputException e) {
            return Problem.of(ProblemType.INVALID_INPUT, String.valueOf(e.getMessage()), e.violations());
        }
    }
}
