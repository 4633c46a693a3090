package org.headrace.web.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPolicyTest {

    private final OriginPolicy open =
            new OriginPolicy(true, Set.of("headrace.test", "other.test:81"), Set.of("https://Shop.test"));
    private final OriginPolicy secure = new OriginPolicy(false, Set.of(), Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:6001",
                "LOCALHOST:6001",
                "127.0.0.1:6001",
                "[::1]",
                "[::1]:6001",
                "headrace.test",
                "headrace.test:9",
                "other.test:81"
            })
    void openModeAnswersToHostsItKnows(String host) {
        assertThat(open.refusal("GET", host, null)).isNull();
        assertThat(open.refusal("POST", host, null)).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "evil.test",
                "evil.test:6001",
                "localhost.evil.test",
                "127.0.0.1.evil.test",
                "other.test",
                "other.test:82",
                "localhost:80:80"
            })
    void openModeRefusesOtherHosts(@Nullable String host) {
        assertType(open.refusal("GET", host, null), ProblemType.HOST_NOT_ALLOWED);
        assertThat(secure.refusal("GET", host, null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:6001, localhost:6001",
        "https://headrace.test, headrace.test",
        "https://headrace.test, headrace.test:443",
        "http://headrace.test:80, headrace.test",
        "https://shop.test, localhost:6001"
    })
    void writesFromTheSameOrAnAllowedOriginPass(String origin, String host) {
        assertThat(open.refusal("POST", host, origin)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.test",
                "null",
                "",
                "http://localhost",
                "http://localhost:6002",
                "http://localhost:6001@evil.test",
                "http://shop.test",
                "%%"
            })
    void writesFromAForeignOriginAreRefusedInBothModes(String origin) {
        for (String method : Set.of("POST", "DELETE", "PUT", "PATCH", "BREW")) {
            assertType(open.refusal(method, "localhost:6001", origin), ProblemType.FOREIGN_ORIGIN);
            assertType(secure.refusal(method, "localhost:6001", origin), ProblemType.FOREIGN_ORIGIN);
        }
        assertThat(open.refusal("GET", "localhost:6001", origin)).isNull();
    }

    @Test
    void aMissingOriginIsAccepted() {
        assertThat(secure.refusal("POST", "anything.test", null)).isNull();
    }

    private static void assertType(@Nullable Problem problem, ProblemType type) {
        assertThat(problem).extracting(p -> p.type()).isEqualTo(type);
    }
}
