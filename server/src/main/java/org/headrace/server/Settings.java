package org.headrace.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The settings of this start: an argument {@code --name=value} before a system property before an environment variable
 * before {@code headrace.properties} in the working directory before the default, as MicroProfile Config orders them.
 */
final class Settings {

    static final String FILE = "headrace.properties";

    private final Map<Setting, String> values;

    private Settings(Map<Setting, String> values) {
        this.values = values;
    }

    /** Where values come from, beside the arguments. */
    record Sources(Properties system, Map<String, String> environment, Path directory) {}

    /** @throws StartupFailure naming the setting that is unknown or illegal */
    static Settings resolve(List<String> arguments, Sources sources) {
        Properties file = read(sources.directory().resolve(FILE));
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = sources.system().getProperty(setting.key());
            if (value == null) {
                value = sources.environment().get(setting.variable());
            }
            if (value == null) {
                value = file.getProperty(setting.key(), setting.otherwise());
            }
            values.put(setting, value.strip());
        }
        arguments.forEach(argument -> argument(argument, values));
        var settings = new Settings(values);
        settings.check();
        return settings;
    }

    String get(Setting setting) {
        return values.getOrDefault(setting, setting.otherwise());
    }

    int port() {
        return Integer.parseInt(get(Setting.PORT));
    }

    String host() {
        return get(Setting.HOST);
    }

    Path dataDirectory() {
        return Path.of(get(Setting.DATA_DIR)).toAbsolutePath().normalize();
    }

    boolean isInMemory() {
        return get(Setting.STORE).equals("memory");
    }

    boolean isOpen() {
        return get(Setting.SECURITY).equals("open");
    }

    boolean hasDatabase() {
        return !get(Setting.JDBC_URL).isEmpty();
    }

    private static void argument(String argument, Map<Setting, String> values) {
        int equals = argument.indexOf('=');
        Setting setting = argument.startsWith("--") && equals > 0
                ? Setting.ofKey(argument.substring(2, equals)).orElse(null)
                : null;
        if (setting == null) {
            throw StartupFailure.usage("Unknown argument " + argument + ": see ./run --help");
        }
        values.put(setting, argument.substring(equals + 1).strip());
    }

    private void check() {
        require(
                Setting.PORT,
                get(Setting.PORT).matches("\\d{1,5}") && port() >= 1 && port() <= 65535,
                "a port from 1 to 65535");
        require(Setting.STORE, List.of("postgresql", "memory").contains(get(Setting.STORE)), "postgresql or memory");
        require(Setting.SECURITY, List.of("open", "secure").contains(get(Setting.SECURITY)), "open or secure");
        require(Setting.HOST, !host().isEmpty(), "an address, such as 127.0.0.1");
        require(Setting.DATA_DIR, !get(Setting.DATA_DIR).isEmpty(), "a directory");
        require(
                Setting.JDBC_URL,
                !hasDatabase() || get(Setting.JDBC_URL).startsWith("jdbc:postgresql:"),
                "a URL such as jdbc:postgresql://localhost:5432/headrace");
    }

    private void require(Setting setting, boolean holds, String expected) {
        if (!holds) {
            throw StartupFailure.usage(
                    setting.key() + " (" + setting.variable() + ") must be " + expected + ", is " + get(setting));
        }
    }

    private static Properties read(Path file) {
        var properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw StartupFailure.failure("Cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return properties;
    }
}
