package org.headrace.server;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what was set into {@link Settings}; each refusal names the setting and the remedy. */
final class ReadSettings {

    static final String PORT = "headrace.port";
    static final String HOST = "headrace.host";
    static final String DATA_DIR = "headrace.data-dir";
    static final String STORE = "headrace.store";
    static final String JDBC_URL = "headrace.jdbc.url";
    static final String JDBC_USER = "headrace.jdbc.user";
    static final String JDBC_PASSWORD = "headrace.jdbc.password";
    static final String SECURITY = "headrace.security";
    static final String USERS_FILE = "headrace.users-file";
    static final String SAMPLE_GATEWAY = "headrace.sample.gateway";

    private static final String JWT_KEY = "mp.jwt.verify.publickey";
    private static final String JWT_KEY_LOCATION = "mp.jwt.verify.publickey.location";

    private final SettingSources sources;
    private final Path workingDirectory;

    ReadSettings(SettingSources sources, Path workingDirectory) {
        this.sources = sources;
        this.workingDirectory = workingDirectory;
    }

    /** @throws StartupFailure with exit code 2 if a value is illegal */
    Settings read() {
        Settings settings = new Settings(
                sources.find(HOST).orElse("127.0.0.1"),
                port(),
                dataDirectory(),
                oneOf(STORE, "postgresql", "memory").equals("memory") ? Store.MEMORY : Store.POSTGRESQL,
                database(),
                oneOf(SECURITY, "open", "secure").equals("open"));
        if (settings.open()) {
            requireLoopback(settings);
        } else {
            requireUsers();
        }
        return settings;
    }

    /** Of those who may log in, whether there is such a file or not. */
    Path usersFile() {
        return sources.find(USERS_FILE)
                .map(text -> path(USERS_FILE, text, "the path of a file"))
                .orElseGet(() -> dataDirectory().resolve("users"));
    }

    private static void requireLoopback(Settings settings) {
        if (!new ListenAddress(settings.host(), settings.port()).loopback()) {
            throw StartupFailure.wrongSetting(
                    "%s is \"%s\", where other machines reach it, and %s is \"open\", where every"
                                    .formatted(HOST, settings.host(), SECURITY)
                            + " caller may do everything: set " + SECURITY + "=secure, or listen at 127.0.0.1");
        }
    }

    private void requireUsers() {
        if (Files.notExists(usersFile())
                && sources.find(JWT_KEY).isEmpty()
                && sources.find(JWT_KEY_LOCATION).isEmpty()) {
            throw StartupFailure.wrongSetting(
                    "%s is \"secure\", and nobody can log in: %s does not exist; add a user with "
                                    .formatted(SECURITY, usersFile())
                            + "./run " + AddUser.COMMAND + " NAME headrace-operator headrace-writer, or set "
                            + JWT_KEY_LOCATION);
        }
    }

    /**
     * Makes the settings visible to the application as system properties. The database's password is left where it
     * was set: the application uses the data source, and system properties are shown in too many places.
     */
    void publish(Settings settings) {
        sources.publishFileSettings();
        System.setProperty(HOST, settings.host());
        System.setProperty(PORT, Integer.toString(settings.port()));
        System.setProperty(DATA_DIR, settings.dataDirectory().toString());
        System.setProperty(STORE, settings.store().name().toLowerCase(Locale.ROOT));
        System.setProperty(SECURITY, settings.open() ? "open" : "secure");
        if (!settings.open() && Files.exists(usersFile())) {
            System.setProperty(USERS_FILE, usersFile().toString());
        }
        System.setProperty(SAMPLE_GATEWAY, sampleGateway(settings));
    }

    /** The example's own gateway, unless it was told of another: only the server knows where it answers. */
    String sampleGateway(Settings settings) {
        return sources.find(SAMPLE_GATEWAY)
                .orElseGet(() -> new ListenAddress(settings.host(), settings.port()).url() + "/api/gateway");
    }

    private int port() {
        String text = sources.find(PORT).orElse("6001");
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as a number out of range is
        }
        throw illegal(PORT, text, "a number from 1 to 65535");
    }

    private Path dataDirectory() {
        return path(DATA_DIR, sources.find(DATA_DIR).orElse("data"), "the path of a directory");
    }

    private Path path(String name, String text, String remedy) {
        try {
            return workingDirectory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException notAPath) {
            throw illegal(name, text, remedy);
        }
    }

    private @Nullable Database database() {
        String url = sources.find(JDBC_URL).orElse(null);
        if (url == null) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql:")) {
            throw illegal(JDBC_URL, url, "a URL like jdbc:postgresql://host:5432/database");
        }
        String user = sources.find(JDBC_USER).orElse(System.getProperty("user.name", "postgres"));
        return new Database(url, user, sources.find(JDBC_PASSWORD).orElse(""));
    }

    private String oneOf(String name, String usual, String other) {
        String text = sources.find(name).orElse(usual).toLowerCase(Locale.ROOT);
        if (text.equals(usual) || text.equals(other)) {
            return text;
        }
        throw illegal(name, text, usual + " or " + other);
    }

    private static StartupFailure illegal(String name, String value, String remedy) {
        return StartupFailure.wrongSetting("%s is \"%s\": set it (%s=…, or the environment variable %s) to %s"
                .formatted(name, value, name, SettingSources.environmentName(name), remedy));
    }
}
