package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.headrace.projection.OnPoison;
import org.headrace.projection.PoisonPolicy;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.StreamProjection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredOptionsTest {

    @StreamProjection(
            name = "orders",
            streams = "Orders",
            batchSize = 7,
            baseDelay = "PT2S",
            maxRetries = 9,
            onPoison = OnPoison.DEAD_LETTER,
            maxDeadLetters = 11)
    static final class Annotated {}

    @StreamProjection(name = "orders", streams = "Orders", pollingInterval = "often")
    static final class Wrong {}

    @Test
    void readsTheAnnotation() {
        ProjectionOptions options = ConfiguredOptions.of(annotationOf(Annotated.class));

        assertThat(options.batchSize()).isEqualTo(7);
        assertThat(options.retry().baseDelay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.retry().maxRetries()).isEqualTo(9);
        assertThat(options.pollingInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.poison()).isEqualTo(new PoisonPolicy(OnPoison.DEAD_LETTER, 11));
    }

    @Test
    void namesTheOptionThatCannotBeRead() {
        assertThatThrownBy(() -> ConfiguredOptions.of(annotationOf(Wrong.class)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("pollingInterval");
    }

    @Test
    void configurationOverridesOneOptionAndLeavesTheOthers() {
        var configured = new ConfiguredOptions(settings(Map.of(
                "headrace.projection.orders.batch-size", "500",
                "headrace.projection.orders.checkpoint-per-event", "true",
                "headrace.projection.orders.max-delay", "PT5M",
                "headrace.projection.orders.on-poison", "dead-letter",
                "headrace.projection.orders.max-dead-letters", "7",
                "headrace.projection.other.batch-size", "1")));

        ProjectionOptions options = configured.override("orders", ProjectionOptions.DEFAULT);

        assertThat(options.batchSize()).isEqualTo(500);
        assertThat(options.checkpointPerEvent()).isTrue();
        assertThat(options.retry().maxDelay()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.retry().baseDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.autoStart()).isTrue();
        assertThat(options.poison()).isEqualTo(new PoisonPolicy(OnPoison.DEAD_LETTER, 7));
    }

    @ParameterizedTest
    @CsvSource({
        "batch-size,many",
        "auto-start,yes",
        "base-delay,1s",
        "jitter,high",
        "max-retries,1.5",
        "on-poison,DEAD_LETTER",
        "max-dead-letters,few"
    })
    void namesTheSettingThatCannotBeRead(String option, String value) {
        String name = "headrace.projection.orders." + option;
        var configured = new ConfiguredOptions(settings(Map.of(name, value)));

        assertThatThrownBy(() -> configured.override("orders", ProjectionOptions.DEFAULT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }

    private static ConfiguredOptions.Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }

    private static StreamProjection annotationOf(Class<?> annotated) {
        return annotated.getAnnotation(StreamProjection.class);
    }
}
