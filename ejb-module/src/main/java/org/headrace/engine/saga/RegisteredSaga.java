package org.headrace.engine.saga;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaStep;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaWorkStore.Kind;

/**
 * A definition as it was when it was registered.
 *
 * @param kind its name, version and the hash of its steps
 * @param definition asked for what belongs to a start
 */
record RegisteredSaga(Kind kind, List<SagaStep> steps, Optional<SagaDeadline> deadline, SagaDefinition definition) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final int HASH_LENGTH = 16;

    RegisteredSaga {
        if (!NAME.matcher(kind.sagaName()).matches()) {
            throw new InvalidInputException(
                    "name",
                    "must be 1 to 100 characters of A-Z a-z 0-9 _ . - and not start with . or -, is "
                            + kind.sagaName());
        }
        if (kind.version() < 1) {
            throw new InvalidInputException("version", "must be 1 or more, is " + kind.version());
        }
        steps = List.copyOf(steps);
    }

    static RegisteredSaga of(SagaDefinition definition) {
        List<SagaStep> steps = definition.steps().all();
        var kind = new Kind(definition.name(), definition.version(), hash(steps));
        return new RegisteredSaga(kind, steps, definition.deadline(), definition);
    }

    String name() {
        return kind.sagaName();
    }

    int version() {
        return kind.version();
    }

    /** Whether it is what the saga began with: by its version, and by its steps where those are known. */
    boolean isOf(SagaRecord saga) {
        String hash = saga.origin().hash();
        return saga.origin().version() == version() && (hash.isEmpty() || hash.equals(kind.hash()));
    }

    /** @throws IllegalStateException when it has no such step: the definition changed and its version did not */
    SagaStep step(String stepName) {
        return steps.stream()
                .filter(step -> step.name().equals(stepName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Saga " + name() + " version " + version()
                        + " has no step " + stepName
                        + " any more: register the steps it began with under that version"));
    }

    /** Of what a saga under way depends on. How often a step is tried, and what it does, may change. */
    private static String hash(List<SagaStep> steps) {
        String text = steps.stream()
                .map(step -> step.name()
                        + '\n'
                        + step.kind().getClass().getSimpleName()
                        + '\n'
                        + (step.compensation() != null))
                .collect(Collectors.joining("\n\n"));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
