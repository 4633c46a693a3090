package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Path WORK = Path.of("/work-place");

    private final Properties system = new Properties();
    private final Properties file = new Properties();

    @Test
    void defaultsListenOnTheLoopbackAddressOnly() {
        assertThat(read(Map.of()))
                .isEqualTo(new Settings("127.0.0.1", 6001, WORK.resolve("data"), Store.POSTGRESQL, null, true));
    }

    @Test
    void systemPropertyWinsOverEnvironmentWinsOverFile() {
        file.setProperty("headrace.port", "7001");
        assertThat(read(Map.of()).port()).isEqualTo(7001);
        assertThat(read(Map.of("HEADRACE_PORT", "7002")).port()).isEqualTo(7002);
        system.setProperty("headrace.port", "7003");
        assertThat(read(Map.of("HEADRACE_PORT", "7002")).port()).isEqualTo(7003);
    }

    @Test
    void emptyMeansNotSet() {
        assertThat(read(Map.of("HEADRACE_JDBC_URL", "")).embeddedPostgres()).isTrue();
    }

    @Test
    void ownDatabaseKeepsItsPasswordOutOfWhatIsShown() {
        Settings settings = read(Map.of(
                "HEADRACE_JDBC_URL", "jdbc:postgresql://db:5432/app?password=secret&ssl=true",
                "HEADRACE_JDBC_USER", "ada",
                "HEADRACE_JDBC_PASSWORD", "p:=\\w"));
        assertThat(settings.embeddedPostgres()).isFalse();
        assertThat(settings.database().password()).isEqualTo("p:=\\w");
        assertThat(settings.toString())
                .contains("jdbc:postgresql://db:5432/app")
                .doesNotContain("secret", "p:=\\w");
    }

    @ParameterizedTest
    @CsvSource({
        "headrace.port, abc, number from 1 to 65535",
        "headrace.port, 70000, number from 1 to 65535",
        "headrace.port, 0, number from 1 to 65535",
        "headrace.store, foo, postgresql or memory",
        "headrace.security, none, open or secure",
        "headrace.jdbc.url, jdbc:mysql://db/app, jdbc:postgresql:"
    })
    void illegalValueIsRefusedWithItsRemedy(String name, String value, String remedy) {
        system.setProperty(name, value);
        assertThatThrownBy(() -> read(Map.of())).isInstanceOfSatisfying(StartupFailure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(2);
            assertThat(failure.line()).contains(name, value, remedy).doesNotContain("\n");
        });
    }

    @Test
    void theExamplesGatewayIsItsOwnUnlessItIsToldOfAnother() {
        assertThat(sampleGateway(Map.of("HEADRACE_PORT", "7002"))).isEqualTo("http://localhost:7002/api/gateway");
        assertThat(sampleGateway(Map.of(
                        "HEADRACE_HOST",
                        "0.0.0.0",
                        "HEADRACE_SECURITY",
                        "secure",
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION",
                        "key.pem")))
                .isEqualTo("http://localhost:6001/api/gateway");
        assertThat(sampleGateway(Map.of("HEADRACE_SAMPLE_GATEWAY", "http://pay:80/v1")))
                .isEqualTo("http://pay:80/v1");
        file.setProperty("headrace.sample.gateway", "http://pay:81/v1");
        assertThat(sampleGateway(Map.of())).isEqualTo("http://pay:81/v1");
    }

    private String sampleGateway(Map<String, String> environment) {
        var reader = new ReadSettings(new SettingSources(system, environment, file), WORK);
        return reader.sampleGateway(reader.read());
    }

    @Test
    void fileIsReadFromTheWorkingDirectory(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("headrace.properties"), "headrace.store=memory\n");
        SettingSources found = SettingSources.ofProcess(directory);
        assertThat(new ReadSettings(found, directory).read().store()).isEqualTo(Store.MEMORY);
    }

    @Test
    void fileIsShownToTheApplicationButForThePassword() {
        file.setProperty("headrace.jdbc.user", "ada");
        file.setProperty("headrace.jdbc.password", "secret");
        file.setProperty("headrace.of-the-application", "7");
        new SettingSources(system, Map.of(), file).publishFileSettings();
        assertThat(system)
                .containsEntry("headrace.jdbc.user", "ada")
                .containsEntry("headrace.of-the-application", "7")
                .doesNotContainKey("headrace.jdbc.password");
    }

    @Test
    void openIsForThisMachineOnly() {
        assertThatThrownBy(() -> read(Map.of("HEADRACE_HOST", "0.0.0.0")))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(2);
                    assertThat(failure.line()).contains("headrace.host", "0.0.0.0", "headrace.security=secure");
                });
    }

    @Test
    void secureNeedsSomebodyWhoCanLogIn(@TempDir Path directory) throws Exception {
        Map<String, String> secure = Map.of("HEADRACE_SECURITY", "secure", "HEADRACE_DATA_DIR", directory.toString());
        assertThatThrownBy(() -> read(secure))
                .isInstanceOfSatisfying(StartupFailure.class, failure -> assertThat(failure.line())
                        .contains(directory.resolve("users").toString(), "--add-user"));

        Files.writeString(directory.resolve("users"), "");

        assertThat(read(secure).open()).isFalse();
    }

    private Settings read(Map<String, String> environment) {
        return new ReadSettings(new SettingSources(system, environment, file), WORK).read();
    }
}
