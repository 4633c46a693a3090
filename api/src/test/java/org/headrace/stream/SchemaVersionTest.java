package org.headrace.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.headrace.json.JsonText;
import org.junit.jupiter.api.Test;

class SchemaVersionTest {

    @EventType(version = 2)
    public record Renamed(String name) {}

    public record First(String name) {}

    @Test
    void isOneWhereTheMetadataTellsNone() {
        assertThat(SchemaVersion.of(JsonText.EMPTY_OBJECT)).isEqualTo(1);
        assertThat(SchemaVersion.of(JsonText.of("{\"by\":\"ada\"}"))).isEqualTo(1);
        assertThat(SchemaVersion.of(JsonText.of("{\"by\":{\"schemaVersion\":9},\"schemaVersion\":12}")))
                .isEqualTo(12);
        assertThatThrownBy(() -> SchemaVersion.of(JsonText.of("{\"schemaVersion\":\"2\"}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isWrittenForClassesOfALaterVersionAndStaysThroughOtherMetadata() {
        assertThat(NewEvent.of(new First("a")).metadata()).isEqualTo(JsonText.EMPTY_OBJECT);
        NewEvent event = NewEvent.of(new Renamed("a"));
        assertThat(event.type()).isEqualTo("Renamed");
        assertThat(event.metadata().text()).isEqualTo("{\"schemaVersion\":2}");
        assertThat(event.withMetadata(JsonText.of("{ \"by\\n\" : \"ada\" }"))
                        .metadata()
                        .text())
                .isEqualTo("{\"schemaVersion\":2,\"by\\n\":\"ada\"}");
        assertThat(event.withMetadata(JsonText.of("{\"schemaVersion\":1}"))
                        .metadata()
                        .text())
                .isEqualTo("{\"schemaVersion\":1}");
    }

    @Test
    void replacesWhatTheMetadataTold() {
        assertThat(SchemaVersion.in(JsonText.of("{\"a\":1.50,\"schemaVersion\":1,\"b\":[ ]}"), 4)
                        .text())
                .isEqualTo("{\"schemaVersion\":4,\"a\":1.50,\"b\":[ ]}");
    }
}
