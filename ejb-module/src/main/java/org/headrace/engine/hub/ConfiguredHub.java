package org.headrace.engine.hub;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.headrace.engine.hub.HubSettings.Heartbeat;
import org.headrace.input.InvalidInputException;

/** The hub's settings as the configuration has them. */
final class ConfiguredHub {

    private ConfiguredHub() {}

    /**
     * Reads them.
     *
     * @param configured looks a value up by its full name
     * @throws InvalidInputException naming the setting that is illegal
     */
    static HubSettings settings(Function<String, Optional<String>> configured) {
        HubSettings otherwise = HubSettings.DEFAULT;
        return new HubSettings(
                get(configured, "headrace.hub.send-timeout", otherwise.sendTimeout(), Duration::parse),
                get(configured, "headrace.hub.max-subscriptions", otherwise.maxSubscriptions(), Integer::valueOf),
                get(configured, "headrace.hub.max-connections", otherwise.maxConnections(), Integer::valueOf),
                get(configured, "headrace.hub.polling-interval", otherwise.pollInterval(), Duration::parse),
                new Heartbeat(
                        otherwise.beat().handshake(),
                        get(
                                configured,
                                "headrace.hub.ping-interval",
                                otherwise.beat().ping(),
                                Duration::parse),
                        otherwise.beat().silence(),
                        get(
                                configured,
                                "headrace.hub.reconnect-grace",
                                otherwise.beat().grace(),
                                Duration::parse)),
                limits(configured, otherwise.limits()));
    }

    private static ClientLimits limits(Function<String, Optional<String>> configured, ClientLimits otherwise) {
        return new ClientLimits(
                number(configured, "max-connections-per-principal", otherwise.connectionsPerPrincipal()),
                number(configured, "max-connections-per-address", otherwise.connectionsPerAddress()),
                number(configured, "max-calls-per-second", otherwise.callsPerSecond()),
                number(configured, "max-messages-per-second", otherwise.messagesPerSecond()),
                number(configured, "max-matched-streams", otherwise.streamsPerPattern()));
    }

    private static int number(Function<String, Optional<String>> configured, String name, int otherwise) {
        return get(configured, "headrace.hub." + name, otherwise, Integer::valueOf);
    }

    private static <T> T get(
            Function<String, Optional<String>> configured, String name, T otherwise, Function<String, T> parse) {
        Optional<String> text = configured.apply(name);
        try {
            return text.isEmpty() ? otherwise : parse.apply(text.get().strip());
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new InvalidInputException(name, "cannot be read: " + text.orElse(""));
        }
    }
}
