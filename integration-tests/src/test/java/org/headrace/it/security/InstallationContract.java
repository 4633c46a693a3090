package org.headrace.it.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.headrace.it.Api;
import org.headrace.it.server.Places;
import org.headrace.it.server.Shell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests of an installation pass on a server where callers log in, by its address, whoever's server it is. */
abstract class InstallationContract {

    /** What the servers verify. */
    protected static final Tokens TOKENS = new Tokens();

    /** Of the server's users. */
    protected static final String PASSWORD = "Pa55-" + UUID.randomUUID();

    /** Who tries the installation. */
    protected static final String TRYING = "ada";

    /** What {@link #TRYING} may do, as the guide has it. */
    protected static final List<String> MAY = List.of("headrace-operator", "headrace-writer");

    /** More than these pass; the others are left out. */
    private static final int MANY = 40;

    /** Where Headrace is. */
    protected abstract Api api();

    @ParameterizedTest
    @ValueSource(strings = {"password", "token"})
    void theTestsOfAnInstallationPass(String login) {
        Map<String, String> environment = new HashMap<>(
                login.equals("token")
                        ? Map.of(
                                "HEADRACE_IT_TOKEN",
                                TOKENS.token(TRYING, Duration.ofHours(1), MAY.toArray(String[]::new)))
                        : Map.of("HEADRACE_IT_USER", TRYING, "HEADRACE_IT_PASSWORD", PASSWORD));
        environment.put("ADDRESS", api().base().toString());
        environment.put("CLASS_PATH", System.getProperty("java.class.path"));
        environment.put(
                "JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
        environment.put("ROOT", Places.ROOT.toString());
        environment.put("TARGET", Places.TARGET.toString());

        List<String> told = new Shell(environment, Places.newDirectory("by-address"))
                .run("\"$JAVA\" -cp \"$CLASS_PATH\" -Dheadrace.it.root=\"$ROOT\" -Dheadrace.it.target=\"$TARGET\""
                        + " -Dheadrace.it.address=\"$ADDRESS\" " + InstallationTests.class.getName())
                .lines()
                .toList();

        assertThat(told)
                .filteredOn(line -> line.startsWith(InstallationTests.PASSED))
                .hasSizeGreaterThan(MANY);
        assertThat(told)
                .filteredOn(line -> line.startsWith(InstallationTests.LEFT_OUT))
                .allSatisfy(line -> assertThat(line)
                        .containsAnyOf(
                                "where nobody minds",
                                "another build",
                                "it kills the server: -Dheadrace.it.restart-command"));
    }
}
