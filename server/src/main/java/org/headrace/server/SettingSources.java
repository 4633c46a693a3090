package org.headrace.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where settings are found: system properties, then environment variables, then the file. An empty value counts as
 * not set.
 */
record SettingSources(Properties system, Map<String, String> environment, Properties file) {

    static final String FILE_NAME = "headrace.properties";

    /**
     * Those of this process.
     *
     * @throws StartupFailure if there is a settings file that cannot be read
     */
    static SettingSources ofProcess(Path workingDirectory) {
        return new SettingSources(System.getProperties(), System.getenv(), read(workingDirectory.resolve(FILE_NAME)));
    }

    /** The value of a setting from the strongest source that has one. */
    Optional<String> find(String name) {
        return given(system.getProperty(name))
                .or(() -> given(environment.get(environmentName(name))))
                .or(() -> given(file.getProperty(name)));
    }

    /**
     * Makes the file's settings visible to the application, which does not read it, unless a stronger source has one.
     * The database's password stays in the file: system properties are shown in too many places.
     */
    void publishFileSettings() {
        for (String name : new TreeSet<>(file.stringPropertyNames())) {
            if (isOurs(name) && !name.equals(ReadSettings.JDBC_PASSWORD)) {
                find(name).ifPresent(value -> system.setProperty(name, value));
            }
        }
    }

    /** Ours, and those of MicroProfile JWT that the application goes by. */
    static boolean isOurs(String name) {
        return name.startsWith("headrace.") || name.startsWith("mp.jwt.");
    }

    static String environmentName(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> given(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Properties read(Path path) {
        Properties properties = new Properties();
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException unreadable) {
                throw StartupFailure.wrongSetting("The settings file " + path + " cannot be read ("
                        + StartupFailure.reason(unreadable) + "): mend it or move it away");
            }
        }
        return properties;
    }
}
