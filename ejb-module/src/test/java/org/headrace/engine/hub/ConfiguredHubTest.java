package org.headrace.engine.hub;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.headrace.input.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfiguredHubTest {

    @Test
    void withoutConfigurationTheDefaultsHold() {
        assertThat(settings(Map.of())).isEqualTo(HubSettings.DEFAULT);
    }

    @Test
    void everySettingCanBeConfigured() {
        HubSettings settings = settings(Map.ofEntries(
                entry("headrace.hub.send-timeout", "PT5S"),
                entry("headrace.hub.max-subscriptions", "7"),
                entry("headrace.hub.max-connections", " 9 "),
                entry("headrace.hub.polling-interval", "PT0.1S"),
                entry("headrace.hub.ping-interval", "PT2S"),
                entry("headrace.hub.reconnect-grace", "PT0S"),
                entry("headrace.hub.max-connections-per-principal", "10"),
                entry("headrace.hub.max-connections-per-address", "11"),
                entry("headrace.hub.max-calls-per-second", "12"),
                entry("headrace.hub.max-messages-per-second", "13"),
                entry("headrace.hub.max-matched-streams", "14")));

        assertThat(settings.sendTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxSubscriptions()).isEqualTo(7);
        assertThat(settings.maxConnections()).isEqualTo(9);
        assertThat(settings.pollInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.beat().ping()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.limits()).isEqualTo(new ClientLimits(10, 11, 12, 13, 14));
        assertThat(settings.beat().grace()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "headrace.hub.send-timeout, 30",
        "headrace.hub.send-timeout, PT0S",
        "headrace.hub.send-timeout, PT-1S",
        "headrace.hub.max-subscriptions, many",
        "headrace.hub.max-subscriptions, 0",
        "headrace.hub.max-connections, -1",
        "headrace.hub.polling-interval, PT0S",
        "headrace.hub.ping-interval, PT0S",
        "headrace.hub.ping-interval, PT16S",
        "headrace.hub.ping-interval, often",
        "headrace.hub.max-connections-per-principal, -1",
        "headrace.hub.max-connections-per-address, -1",
        "headrace.hub.max-calls-per-second, 0",
        "headrace.hub.max-messages-per-second, 0",
        "headrace.hub.reconnect-grace, PT-1S",
        "headrace.hub.max-matched-streams, 0"
    })
    void whatIsIllegalIsNamed(String name, String value) {
        assertThatThrownBy(() -> settings(Map.of(name, value)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(name);
    }

    private static HubSettings settings(Map<String, String> configured) {
        return ConfiguredHub.settings(name -> Optional.ofNullable(configured.get(name)));
    }
}
