package org.headrace.web.hub;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.function.Predicate;
import org.headrace.engine.hub.HubOperations;
import org.jspecify.annotations.Nullable;

/**
 * Connections of the node that answers, in order of their ids.
 *
 * @param node its name; other nodes list their own
 * @param next what to give as {@code after} for the page after; null: there is none
 */
@JsonbPropertyOrder({"node", "connections", "next"})
public record ConnectionList(String node, List<ConnectionView> connections, @JsonbNillable @Nullable String next) {

    /** @param known whether one who asks may know of a stream */
    static ConnectionList of(HubOperations.Page page, Predicate<String> known) {
        return new ConnectionList(
                page.node(),
                page.connections().stream()
                        .map(connection -> ConnectionView.of(connection, known))
                        .toList(),
                page.next());
    }
}
