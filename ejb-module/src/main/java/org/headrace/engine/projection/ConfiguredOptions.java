package org.headrace.engine.projection;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.OnPoison;
import org.headrace.projection.PoisonPolicy;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionOptions.Batching;
import org.headrace.projection.StreamProjection;
import org.headrace.retry.RetryPolicy;

/** A projection's options: its annotation's or definition's, overridden by configuration under its name. */
final class ConfiguredOptions {

    /** Looks a configured value up by its full name. */
    interface Settings extends Function<String, Optional<String>> {}

    private final Settings settings;

    ConfiguredOptions(Settings settings) {
        this.settings = settings;
    }

    /** @throws InvalidInputException naming the option of the annotation that is illegal */
    static ProjectionOptions of(StreamProjection annotation) {
        var retry = new RetryPolicy(
                annotation.maxRetries(),
                duration("baseDelay", annotation.baseDelay()),
                duration("maxDelay", annotation.maxDelay()),
                annotation.jitter());
        return new ProjectionOptions(
                new Batching(annotation.batchSize(), annotation.checkpointPerEvent(), annotation.parallelism()),
                annotation.autoStart(),
                retry,
                duration("pollingInterval", annotation.pollingInterval()),
                new PoisonPolicy(annotation.onPoison(), annotation.maxDeadLetters()),
                annotation.snapshotEvery());
    }

    /** @throws InvalidInputException naming the setting that is illegal */
    ProjectionOptions override(String projection, ProjectionOptions given) {
        var names = new Names("headrace.projection." + projection + ".");
        RetryPolicy retry = given.retry();
        return new ProjectionOptions(
                new Batching(
                        names.get("batch-size", given.batchSize(), Integer::valueOf),
                        names.get("checkpoint-per-event", given.checkpointPerEvent(), ConfiguredOptions::bool),
                        names.get("parallelism", given.parallelism(), Integer::valueOf)),
                names.get("auto-start", given.autoStart(), ConfiguredOptions::bool),
                new RetryPolicy(
                        names.get("max-retries", retry.maxRetries(), Integer::valueOf),
                        names.get("base-delay", retry.baseDelay(), Duration::parse),
                        names.get("max-delay", retry.maxDelay(), Duration::parse),
                        names.get("jitter", retry.jitter(), Double::valueOf)),
                names.get("polling-interval", given.pollingInterval(), Duration::parse),
                new PoisonPolicy(
                        names.get("on-poison", given.poison().onPoison(), ConfiguredOptions::onPoison),
                        names.get("max-dead-letters", given.poison().maxDeadLetters(), Integer::valueOf)),
                names.get("snapshot-every", given.snapshotEvery(), Long::valueOf));
    }

    private final class Names {
        private final String prefix;

        Names(String prefix) {
            this.prefix = prefix;
        }

        <T> T get(String option, T otherwise, Function<String, T> parse) {
            Optional<String> text = settings.apply(prefix + option);
            if (text.isEmpty()) {
                return otherwise;
            }
            try {
                return parse.apply(text.get().strip());
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw new InvalidInputException(prefix + option, "cannot be read: " + text.get());
            }
        }
    }

    private static Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private static OnPoison onPoison(String text) {
        return switch (text) {
            case "pause" -> OnPoison.PAUSE;
            case "dead-letter" -> OnPoison.DEAD_LETTER;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration duration(String option, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new InvalidInputException(option, "must be an ISO 8601 duration such as PT1S, is " + text);
        }
    }
}
