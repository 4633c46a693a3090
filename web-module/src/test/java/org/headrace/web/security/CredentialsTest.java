package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.headrace.web.security.Credentials.Basic;
import org.headrace.web.security.Credentials.Bearer;
import org.headrace.web.security.Credentials.None;
import org.headrace.web.security.Credentials.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @Test
    void nameAndPasswordAreInUtf8AndThePasswordMayHaveColons() {
        assertThat(Credentials.of("basic  " + base64("zoë:p:ä s"), null)).isEqualTo(new Basic("zoë", "p:ä s"));
        assertThat(Credentials.of("Basic " + base64("ada:"), null)).isEqualTo(new Basic("ada", ""));
    }

    @Test
    void aTokenIsInTheHeaderOrInTheQuery() {
        assertThat(Credentials.of("BEARER a.b.c", null)).isEqualTo(new Bearer("a.b.c"));
        assertThat(Credentials.of(null, "id=7&access_token=a.b-c_&x")).isEqualTo(new Bearer("a.b-c_"));
        assertThat(Credentials.of(null, "access_token=a%2Eb")).isEqualTo(new Bearer("a.b"));
        assertThat(Credentials.of("Bearer header", "access_token=query")).isEqualTo(new Bearer("header"));
    }

    @Test
    void nothingIsNone() {
        assertThat(Credentials.of(null, null)).isEqualTo(new None());
        assertThat(Credentials.of(" ", "")).isEqualTo(new None());
        assertThat(Credentials.of(null, "access_token=&my_access_token=x")).isEqualTo(new None());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic %", "Basic YWRh", "Basic OnB3", "Digest abc", "Bearer a b", "Basic /w=="})
    void whatCannotBeReadSaysWhyWithoutRepeatingIt(String header) {
        assertThat(Credentials.of(header, null))
                .isInstanceOfSatisfying(Unreadable.class, unreadable -> assertThat(unreadable.why())
                        .doesNotContain("YWRh", "OnB3", "abc"));
    }

    @Test
    void noTextOfThemHasTheSecret() {
        assertThat(new Basic("ada", "s3cret")).asString().doesNotContain("s3cret");
        assertThat(new Bearer("s3cret")).asString().doesNotContain("s3cret");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
