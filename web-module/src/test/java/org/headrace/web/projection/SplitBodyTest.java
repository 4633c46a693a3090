package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitBodyTest {

    @Test
    void readsTheNumberAndTheReason() throws Exception {
        SplitBody body = read("{\"segments\":64,\"reason\":\"catching up\"}");
        assertThat(body).isEqualTo(new SplitBody(64, new Operator("ada", "catching up")));
        assertThat(read("{\"segments\":1}").segments()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"segments\":0}",
                "{\"segments\":65}",
                "{\"segments\":-1}",
                "{\"segments\":2.0}",
                "{\"segments\":99999999999}",
                "{\"segments\":\"4\"}",
                "{\"segments\":null}"
            })
    void anyOtherNumberIsRefused(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("segments")
                .hasMessageContaining("from 1 to 64");
    }

    private static SplitBody read(String body) throws IOException {
        return SplitBody.read(new Ada(), new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static final class Ada implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> "ada";
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return BASIC_AUTH;
        }
    }
}
