package org.headrace.projection;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.StreamNames;

/**
 * A projection to be registered at run time.
 *
 * <pre>{@code
 * registry.register(ProjectionDefinition.of("orders-by-day", handler, "Orders")
 *         .withEvents(OrderPlaced.class, OrderCancelled.class)
 *         .withOptions(ProjectionOptions.DEFAULT.withBatchSize(500)));
 * }</pre>
 *
 * @param name unique; 1 to 100 characters of {@code A-Z a-z 0-9 _ . -}
 * @param handler implements one of {@link Projection}, {@link DynamicProjection} and {@link BatchProjection}
 * @param streams at least one
 * @param events the payload classes, for decoding; a sealed interface stands for its records
 * @param options how it runs
 * @param tables the tables of its read model, all of them; none: it cannot be rebuilt beside
 */
public record ProjectionDefinition(
        String name,
        Object handler,
        List<String> streams,
        List<Class<?>> events,
        ProjectionOptions options,
        List<String> tables) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    /** @throws InvalidInputException naming what is not as described above */
    public ProjectionDefinition {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "name", "must be 1 to 100 characters of A-Z a-z 0-9 _ . - and not start with . or -, is " + name);
        }
        streams = List.copyOf(streams);
        events = List.copyOf(events);
        if (streams.isEmpty() || new HashSet<>(streams).size() < streams.size()) {
            throw new InvalidInputException("streams", "must name at least one stream, and each once");
        }
        streams.forEach(StreamNames::require);
        tables = List.copyOf(tables);
        for (String table : tables) {
            if (!TABLE.matcher(table).matches()) {
                throw new InvalidInputException(
                        "tables", "must be plain names, 1 to 63 characters of a-z 0-9 _ without a schema, is " + table);
            }
        }
        if (new HashSet<>(tables).size() < tables.size()) {
            throw new InvalidInputException("tables", "must name each table once");
        }
        long kinds = List.of(Projection.class, DynamicProjection.class, BatchProjection.class).stream()
                .filter(kind -> kind.isInstance(handler))
                .count();
        if (kinds != 1) {
            throw new InvalidInputException(
                    "handler",
                    handler.getClass().getName()
                            + " must implement one of Projection, DynamicProjection and BatchProjection");
        }
        if (options.parallelism() > 1 && !(handler instanceof ParallelProjection)) {
            throw new InvalidInputException(
                    "parallelism",
                    "of projection " + name + " must be 1: "
                            + handler.getClass().getName()
                            + " does not say, by ParallelProjection, that its keys are independent of each other");
        }
    }

    /** Names no tables. */
    public ProjectionDefinition(
            String name, Object handler, List<String> streams, List<Class<?>> events, ProjectionOptions options) {
        this(name, handler, streams, events, options, List.of());
    }

    /** Default options, no payload classes. */
    public static ProjectionDefinition of(String name, Object handler, String... streams) {
        return new ProjectionDefinition(
                name, handler, List.of(streams), List.of(), ProjectionOptions.DEFAULT, List.of());
    }

    public ProjectionDefinition withEvents(Class<?>... payloads) {
        return new ProjectionDefinition(name, handler, streams, Arrays.asList(payloads), options, tables);
    }

    public ProjectionDefinition withOptions(ProjectionOptions newOptions) {
        return new ProjectionDefinition(name, handler, streams, events, newOptions, tables);
    }

    public ProjectionDefinition withTables(String... names) {
        return new ProjectionDefinition(name, handler, streams, events, options, List.of(names));
    }

    /** Whether its streams may be split. */
    public boolean isParallel() {
        return handler instanceof ParallelProjection;
    }

    /** Whether it can be rebuilt. */
    public boolean isResettable() {
        return handler instanceof ResettableProjection;
    }
}
