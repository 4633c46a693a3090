package org.headrace.web.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConnectionTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private final byte[] secret = {1, 2, 3};
    private final ConnectionTokens tokens = at(NOW, secret);

    @Test
    void aTokenSaysWhoNegotiatedWhen() {
        ConnectionToken token = tokens.check(tokens.issue("Ada é", false)).orElseThrow();

        assertThat(token.principal()).isEqualTo("Ada é");
        assertThat(token.issuedAt()).isEqualTo(NOW);
        assertThat(tokens.check(tokens.issue("", false)).orElseThrow().principal())
                .isEmpty();
    }

    @Test
    void anotherNodeWithTheSecretAcceptsItAndOneWithoutDoesNot() {
        String token = tokens.issue("", false);

        assertThat(at(NOW, secret).check(token)).isPresent();
        assertThat(at(NOW, new byte[] {3, 2, 1}).check(token)).isEmpty();
    }

    @Test
    void itIsGoodForFifteenSeconds() {
        String token = tokens.issue("", false);

        assertThat(at(NOW.plusSeconds(15), secret).check(token)).isPresent();
        assertThat(at(NOW.plusSeconds(16), secret).check(token)).isEmpty();
        assertThat(at(NOW.minusSeconds(5), secret).check(token)).isPresent();
        assertThat(at(NOW.minusSeconds(6), secret).check(token)).isEmpty();
    }

    @Test
    void noCharacterOfItCanBeChanged() {
        String token = tokens.issue("Ada", false);
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            // The last character of Base64 may have bits that mean nothing.
            if (i != token.length() - 1 && i != token.indexOf('.') - 1) {
                assertThat(tokens.check(changed)).as(changed).isEmpty();
            }
        }
        for (String none : new String[] {"", ".", "a", "a.b", token + "A", "=.=", token.replace(".", "")}) {
            assertThat(tokens.check(none)).as(none).isEmpty();
        }
    }

    @Test
    void tokensDifferAndTheirPublicNamesDoNotLeadToThem() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(tokens.issue("", false))).isTrue();
        }
        String token = tokens.issue("", false);
        assertThat(ConnectionTokens.publicId(token))
                .isEqualTo(ConnectionTokens.publicId(token))
                .isNotEqualTo(ConnectionTokens.publicId(tokens.issue("", false)));
        assertThat(token).doesNotContain(ConnectionTokens.publicId(token));
    }

    @Test
    void aTokenOpensOneConnection() {
        var used = new UsedTokens(Clock.fixed(NOW, ZoneOffset.UTC));
        ConnectionToken token = new ConnectionToken("a", NOW, "", false);

        assertThat(used.use(token)).isTrue();
        assertThat(used.use(token)).isFalse();
        assertThat(used.use(new ConnectionToken("b", NOW, "", false))).isTrue();
    }

    @Test
    void usedTokensAreForgottenOnceTheyHaveExpired() {
        var clock = new MovingClock();
        var used = new UsedTokens(clock);
        for (int i = 0; i < 100; i++) {
            used.use(new ConnectionToken("t" + i, clock.instant(), "", false));
            clock.now = clock.now.plus(Duration.ofSeconds(1));
        }

        assertThat(used.size()).isLessThan(20);
    }

    @Test
    void negotiationNamesTheTokenAsTheClientsVersionExpectsIt() {
        assertThat(NegotiateServlet.answer("1", "token", false))
                .isEqualTo("{\"negotiateVersion\":1,\"connectionId\":\"" + ConnectionTokens.publicId("token")
                        + "\",\"connectionToken\":\"token\",\"availableTransports\":[{\"transport\":\"WebSockets\","
                        + "\"transferFormats\":[\"Text\",\"Binary\"]}]}");
        assertThat(NegotiateServlet.answer("0", "token", false))
                .isEqualTo(NegotiateServlet.answer(null, "token", false))
                .startsWith("{\"negotiateVersion\":0,\"connectionId\":\"token\",\"availableTransports\"");
    }

    @Test
    void statefulReconnectIsConfirmedWhereItIsGranted() {
        assertThat(NegotiateServlet.answer("1", "token", true))
                .contains("\"connectionToken\":\"token\",\"useStatefulReconnect\":true,\"availableTransports\"");
    }

    @Test
    void aTokenSaysWhetherItsClientMayComeBackAndDoesSoForAnyTime() {
        String token = tokens.issue("Ada", true);

        assertThat(tokens.check(token).orElseThrow().resumable()).isTrue();
        assertThat(tokens.check(tokens.issue("Ada", false)).orElseThrow().resumable())
                .isFalse();
        assertThat(at(NOW.plusSeconds(86_400), secret).signed(token))
                .hasValueSatisfying(said -> assertThat(said.principal()).isEqualTo("Ada"));
        assertThat(at(NOW, new byte[] {3, 2, 1}).signed(token)).isEmpty();
    }

    private static ConnectionTokens at(Instant now, byte[] secret) {
        return new ConnectionTokens(secret, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
