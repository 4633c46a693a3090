package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginTest {

    @Test
    void whoCallsIsReadFromTheEnvironment() {
        assertThat(Login.of(Map.of(), "")).isEqualTo(Login.NONE);
        assertThat(Login.of(Map.of("HEADRACE_IT_USER", "ada", "HEADRACE_IT_PASSWORD", "p:w"), ""))
                .isEqualTo(new Login("Basic YWRhOnA6dw=="));
        assertThat(Login.of(Map.of("HEADRACE_IT_USER", "bob", "HEADRACE_IT_PASSWORD", "p:w"), "ada"))
                .isEqualTo(new Login("Basic YWRhOnA6dw=="));
        assertThat(Login.of(Map.of("HEADRACE_IT_TOKEN", "a.b.c"), "")).isEqualTo(new Login("Bearer a.b.c"));
    }

    @Test
    void halfALoginIsRefusedWithWhatIsMissing() {
        assertThatThrownBy(() -> Login.of(Map.of(), "ada")).hasMessageContaining("set HEADRACE_IT_PASSWORD");
        assertThatThrownBy(() -> Login.of(Map.of("HEADRACE_IT_PASSWORD", "p"), ""))
                .hasMessageContaining("set HEADRACE_IT_USER");
        assertThatThrownBy(() -> Login.of(Map.of("HEADRACE_IT_PASSWORD", "p", "HEADRACE_IT_TOKEN", "t"), "ada"))
                .hasMessageContaining("only one");
    }

    @Test
    void itsSecretIsNotPrinted() {
        assertThat(new Api(URI.create("http://localhost")).as(Login.bearer("a.b.c")))
                .asString()
                .doesNotContain("a.b.c");
    }
}
