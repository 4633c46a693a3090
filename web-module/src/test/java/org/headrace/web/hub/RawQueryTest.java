package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import org.headrace.web.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawQueryTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "id=a.b-c_d&access_token=e%20f+g%C3%A9", "naming=pascal", "x=ä"})
    void whatCanBeDecodedPasses(String query) {
        assertThat(RawQuery.refusal(query)).isNull();
    }

    @Test
    void soDoesNone() {
        assertThat(RawQuery.refusal(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id=secret%zz",
                "id=secret%f",
                "id=secret%",
                "id=secret%ff",
                "id=secret%C3",
                "id=secret{}",
                "id=secret|"
            })
    void whatCannotIsRefusedAndNotRepeated(String query) {
        Problem refusal = RawQuery.refusal(query);

        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.json()).contains("bad-request").doesNotContain("secret");
    }
}
