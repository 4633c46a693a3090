package org.headrace.engine.projection;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.EventTypes;
import org.headrace.stream.RecordedEvent;

/** Which class each event type decodes to. A sealed interface stands for its permitted classes. */
final class PayloadTypes {

    private final Map<String, Class<?>> byType = new HashMap<>();

    /** @throws InvalidInputException when two classes stand for one event type */
    PayloadTypes(List<Class<?>> payloads) {
        payloads.forEach(this::add);
    }

    Optional<Class<?>> classOf(String eventType) {
        return Optional.ofNullable(byType.get(eventType));
    }

    /** How many events no class stands for. Where there are no classes at all, none was expected. */
    int countUnknown(List<RecordedEvent> events) {
        return byType.isEmpty()
                ? 0
                : (int) events.stream()
                        .filter(event -> !byType.containsKey(event.type()))
                        .count();
    }

    private void add(Class<?> payload) {
        if (payload.isSealed()) {
            for (Class<?> permitted : payload.getPermittedSubclasses()) {
                add(permitted);
            }
            return;
        }
        String type = EventTypes.nameOf(payload);
        Class<?> other = byType.putIfAbsent(type, payload);
        if (other != null && other != payload) {
            throw new InvalidInputException(
                    "events",
                    other.getName() + " and " + payload.getName() + " both stand for the event type " + type
                            + "; name one of them otherwise with @EventType");
        }
    }
}
