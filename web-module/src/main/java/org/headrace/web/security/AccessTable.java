package org.headrace.web.security;

import static org.headrace.engine.security.Role.OPERATOR;
import static org.headrace.engine.security.Role.READER;
import static org.headrace.engine.security.Role.WRITER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.headrace.engine.security.Role;
import org.jspecify.annotations.Nullable;

/**
 * What each of our endpoints needs. An endpoint without a row is refused to everybody; a test fails for it before that. Those
 * of users' modules are not here: {@link AnnotatedAccess}.
 */
public final class AccessTable {

    /**
     * An endpoint.
     *
     * @param template its path in the application, with the parameters' names in braces
     * @param role null: everybody may
     * @param stream the parameter that names a stream; null: there is none
     */
    public record Row(String method, String template, @Nullable Role role, @Nullable String stream) {

        Row ofStream(String parameter) {
            return new Row(method, template, role, parameter);
        }

        private String key() {
            return keyOf(method, template);
        }
    }

    /** All. */
    public static final List<Row> ROWS = List.of(
            open("GET", "/api/health/live"),
            open("GET", "/api/health/ready"),
            open("GET", "/api/health/started"),
            open("GET", "/error"),
            read("/api/metrics"),
            read("/api/openapi.{format}"),
            read("/api/openapi/{module}.{format}"),
            read("/api/streams"),
            read("/api/streams/{name}").ofStream("name"),
            read("/api/streams/{name}/events").ofStream("name"),
            write("/api/streams/{name}/events").ofStream("name"),
            read("/api/streams/{name}/archive").ofStream("name"),
            operate("/api/streams/{name}/archive").ofStream("name"),
            operate("/api/streams/{name}/close").ofStream("name"),
            operate("/api/streams/{name}/reopen").ofStream("name"),
            read("/api/projections"),
            read("/api/projections/{name}"),
            read("/api/projections/{name}/status"),
            read("/api/projections/{name}/audit"),
            operate("/api/projections/{name}/pause"),
            operate("/api/projections/{name}/resume"),
            operate("/api/projections/{name}/split"),
            operate("/api/projections/{name}/retry"),
            operate("/api/projections/{name}/skip"),
            read("/api/projections/{name}/rebuild"),
            operate("/api/projections/{name}/rebuild"),
            operate("/api/projections/{name}/rebuild/parity"),
            operate("/api/projections/{name}/rebuild/switch"),
            operate("/api/projections/{name}/rebuild/cancel"),
            operate("/api/projections/{name}/rebuild/resume"),
            operate("/api/projections/{name}/rebuild/rollback"),
            operate("/api/projections/{name}/rebuild/finish"),
            read("/api/projections/{name}/snapshots"),
            operate("/api/projections/{name}/snapshots"),
            read("/api/projections/{name}/dead-letters"),
            read("/api/projections/{name}/dead-letters/causes"),
            read("/api/projections/{name}/dead-letters/{stream}/{offset}").ofStream("stream"),
            operate("/api/projections/{name}/dead-letters/{stream}/{offset}/retry")
                    .ofStream("stream"),
            operate("/api/projections/{name}/dead-letters/{stream}/{offset}/skip")
                    .ofStream("stream"),
            operate("/api/projections/{name}/dead-letters/retry"),
            operate("/api/projections/{name}/dead-letters/skip"),
            read("/api/sagas"),
            read("/api/sagas/definitions"),
            read("/api/sagas/{sagaId}/status"),
            read("/api/sagas/{sagaId}/history"),
            read("/api/sagas/{sagaId}/cancel-preview"),
            write("/api/sagas/{name}/start"),
            write("/api/sagas/{sagaId}/signals/{name}"),
            operate("/api/sagas/{sagaId}/cancel"),
            operate("/api/sagas/{sagaId}/pause"),
            operate("/api/sagas/{sagaId}/resume"),
            operate("/api/sagas/{sagaId}/retry"),
            operate("/api/sagas/{sagaId}/undone"),
            operate("/api/sagas/{sagaId}/edit"),
            operate("/api/sagas/{sagaId}/settle"),
            operate("/api/sagas/bulk/{action}"),
            new Row("GET", "/api/operator-actions", OPERATOR, null),
            read("/api/hub"),
            // They show other people's names and addresses.
            new Row("GET", "/api/hub/connections", OPERATOR, null),
            new Row("GET", "/api/hub/connections/{id}", OPERATOR, null),
            new Row("DELETE", "/api/hub/connections/{id}", OPERATOR, null),
            operate("/api/hub/connections/{id}/subscriptions/{stream}/pause"),
            operate("/api/hub/connections/{id}/subscriptions/{stream}/resume"),
            operate("/api/hub/connections/{id}/subscriptions/{stream}/rewind"),
            operate("/api/hub/connections/{id}/subscriptions/{stream}/close"),
            new Row("POST", "/hubs/events/negotiate", READER, null),
            // Its methods subscribe, unsubscribe and acknowledge, all of them as a reader.
            read("/hubs/events"));

    private static final Map<String, Row> BY_KEY =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(Row::key, Function.identity()));

    private AccessTable() {}

    static Optional<Row> find(String method, String template) {
        return Optional.ofNullable(BY_KEY.get(keyOf(method, template)));
    }

    /** @throws IllegalStateException when there is none */
    public static Row row(String method, String template) {
        return find(method, template)
                .orElseThrow(() -> new IllegalStateException("No row for " + method + " " + template));
    }

    private static String keyOf(String method, String template) {
        return method + " " + template;
    }

    private static Row open(String method, String template) {
        return new Row(method, template, null, null);
    }

    private static Row read(String template) {
        return new Row("GET", template, READER, null);
    }

    private static Row write(String template) {
        return new Row("POST", template, WRITER, null);
    }

    private static Row operate(String template) {
        return new Row("POST", template, OPERATOR, null);
    }
}
