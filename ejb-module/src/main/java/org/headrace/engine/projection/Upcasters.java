package org.headrace.engine.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.stream.EventVersion;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.SchemaVersion;
import org.headrace.stream.Upcaster;

/** Brings events into their newest form, by as many upcasters as that takes. */
final class Upcasters {

    private final Map<EventVersion, Upcaster> byForm = new HashMap<>();

    /** Of these alone the metadata must be read. */
    private final Set<String> types;

    /** @throws InvalidInputException when two take the same form, or a chain of them has no end */
    Upcasters(Collection<Upcaster> upcasters) {
        for (Upcaster upcaster : upcasters) {
            Upcaster other = byForm.putIfAbsent(upcaster.from(), upcaster);
            if (other != null) {
                throw new InvalidInputException(
                        "from", nameOf(other) + " and " + nameOf(upcaster) + " both take " + upcaster.from());
            }
        }
        byForm.keySet().forEach(this::requireEnd);
        types = byForm.keySet().stream().map(EventVersion::type).collect(Collectors.toUnmodifiableSet());
    }

    /** Those that are in their newest form come back as they are. */
    List<RecordedEvent> upcast(List<RecordedEvent> events) throws Exception {
        if (events.stream().noneMatch(event -> types.contains(event.type()))) {
            return events;
        }
        var current = new RecordedEvent[events.size()];
        for (int i = 0; i < current.length; i++) {
            current[i] = upcast(events.get(i));
        }
        return List.of(current);
    }

    private RecordedEvent upcast(RecordedEvent event) throws Exception {
        if (!types.contains(event.type())) {
            return event;
        }
        var stored = new EventVersion(event.type(), SchemaVersion.of(event.metadata()));
        EventVersion form = stored;
        JsonText data = event.data();
        for (Upcaster next = byForm.get(form); next != null; next = byForm.get(form)) {
            data = Objects.requireNonNull(next.upcast(data), () -> "An upcaster of " + stored + " gave nothing");
            form = next.to();
        }
        return form.equals(stored) ? event : inForm(event, form, data);
    }

    private static RecordedEvent inForm(RecordedEvent event, EventVersion form, JsonText data) {
        return new RecordedEvent(
                event.stream(),
                event.offset(),
                event.eventId(),
                form.type(),
                event.key(),
                data,
                SchemaVersion.in(event.metadata(), form.version()),
                event.occurredAt(),
                event.recordedAt());
    }

    private void requireEnd(EventVersion first) {
        Set<EventVersion> seen = new HashSet<>();
        EventVersion form = first;
        for (Upcaster next = byForm.get(form); next != null; next = byForm.get(form)) {
            if (!seen.add(form)) {
                throw new InvalidInputException("to", "the upcasters from " + first + " come back to " + form);
            }
            form = next.to();
        }
    }

    private static String nameOf(Upcaster upcaster) {
        return upcaster.getClass().getName();
    }
}
