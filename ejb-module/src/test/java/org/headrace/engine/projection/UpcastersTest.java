package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.stream.EventVersion;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Upcaster;
import org.junit.jupiter.api.Test;

class UpcastersTest {

    private static final EventVersion V1 = EventVersion.of("Placed");
    private static final EventVersion V2 = new EventVersion("Placed", 2);
    private static final EventVersion RENAMED = new EventVersion("OrderPlaced", 3);

    @Test
    void aChainLeadsFromAnyFormToTheNewest() throws Exception {
        var upcasters = new Upcasters(List.of(appending(V2, RENAMED, "3"), appending(V1, V2, "2")));

        List<RecordedEvent> current = upcasters.upcast(List.of(
                event("Placed", "[1]", "{}"),
                event("Placed", "[2]", "{\"schemaVersion\":2,\"by\":\"ada\"}"),
                event("OrderPlaced", "[3]", "{\"schemaVersion\":3}"),
                event("Other", "[4]", "{\"schemaVersion\":\"of their own\"}")));

        assertThat(current)
                .extracting(e -> e.type() + e.data().text())
                .containsExactly("OrderPlaced[1,2,3]", "OrderPlaced[2,3]", "OrderPlaced[3]", "Other[4]");
        assertThat(current.get(1).metadata().text()).isEqualTo("{\"schemaVersion\":3,\"by\":\"ada\"}");
        assertThat(current.get(0).offset()).isEqualTo(7);
    }

    @Test
    void whatNoUpcasterTakesIsNotTouched() throws Exception {
        List<RecordedEvent> events = List.of(event("Other", "1", "{}"));

        assertThat(new Upcasters(List.of(appending(V1, V2, "2"))).upcast(events))
                .isSameAs(events);
    }

    @Test
    void aVersionThatIsNoneFailsTheEvent() {
        var upcasters = new Upcasters(List.of(appending(V1, V2, "2")));

        for (String version : List.of("0", "-1", "1.5", "\"2\"", "null", "12345678901")) {
            var events = List.of(event("Placed", "[1]", "{\"schemaVersion\":" + version + "}"));
            assertThatThrownBy(() -> upcasters.upcast(events))
                    .as(version)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("schemaVersion");
        }
    }

    @Test
    void twoForOneFormAreRefused() {
        assertThatThrownBy(() -> new Upcasters(List.of(appending(V1, V2, "2"), appending(V1, RENAMED, "3"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("both take Placed version 1");
    }

    @Test
    void aChainWithoutAnEndIsRefused() {
        assertThatThrownBy(() -> new Upcasters(
                        List.of(appending(V1, V2, "2"), appending(V2, RENAMED, "3"), appending(RENAMED, V2, "2"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("come back to");
        assertThatThrownBy(() -> new Upcasters(List.of(appending(V1, V1, "1"))))
                .isInstanceOf(InvalidInputException.class);
    }

    private static RecordedEvent event(String type, String data, String metadata) {
        RecordedEvent event = Events.at(7, type, data);
        return new RecordedEvent(
                event.stream(),
                event.offset(),
                event.eventId(),
                type,
                null,
                event.data(),
                JsonText.of(metadata),
                null,
                event.recordedAt());
    }

    /** Appends an element to an array. */
    static Upcaster appending(EventVersion from, EventVersion to, String element) {
        return of(from, to, data -> JsonText.of(data.text().replace("]", "," + element + "]")));
    }

    static Upcaster of(EventVersion from, EventVersion to, UnaryOperator<JsonText> change) {
        return new Upcaster() {
            @Override
            public EventVersion from() {
                return from;
            }

            @Override
            public EventVersion to() {
                return to;
            }

            @Override
            public JsonText upcast(JsonText data) {
                return change.apply(data);
            }
        };
    }
}
