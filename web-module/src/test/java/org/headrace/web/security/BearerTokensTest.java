package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.headrace.input.InvalidInputException;
import org.headrace.web.problem.ProblemType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BearerTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String KEY = "mp.jwt.verify.publickey";
    private static final String LOCATION = "mp.jwt.verify.publickey.location";
    private static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";

    private static RSAKey rsa;
    private static RSAKey otherRsa;
    private static ECKey ec;

    @BeforeAll
    static void generate() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("r").generate();
        otherRsa = new RSAKeyGenerator(2048).keyID("r").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("e").generate();
    }

    @Test
    void aTokenSignedByRs256OrEs256TellsWhoComesAndItsGroups() throws Exception {
        JWTClaimsSet claims =
                claims().claim("groups", List.of("headrace-writer", "staff")).build();

        for (Map<String, String> keys : List.of(
                Map.of(KEY, pem(rsa.toPublicKey())),
                Map.of(KEY, rsa.toPublicJWK().toJSONString()),
                Map.of(KEY, base64(new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString())))) {
            Caller caller = tokens(keys).caller(signed(claims, rsa));
            assertThat(caller.name()).isEqualTo("ada");
            assertThat(caller.groups()).isEqualTo(Set.of("headrace-writer", "staff"));
            assertThat(caller.expiresAt()).isEqualTo(NOW.plusSeconds(60 + 30));
        }
        assertThat(tokens(Map.of(KEY, pem(ec.toPublicKey())))
                        .caller(signed(claims, ec))
                        .name())
                .isEqualTo("ada");
    }

    @Test
    void theKeyMayBeInAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("key.pem"), pem(rsa.toPublicKey()));

        assertThat(tokens(Map.of(LOCATION, file.toString()))
                        .caller(signed(claims().build(), rsa))
                        .name())
                .isEqualTo("ada");
        assertThat(tokens(Map.of(LOCATION, file.toUri().toString()))
                        .caller(signed(claims().build(), rsa))
                        .name())
                .isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource({"29, ", "-29, ", "31, token-expired"})
    void clocksMayDifferALittle(long late, String type) throws Exception {
        Date end = Date.from(NOW.minusSeconds(late));

        Caller caller = tokens(Map.of(KEY, pem(rsa.toPublicKey())))
                .caller(signed(claims().expirationTime(end).build(), rsa));

        if (type == null) {
            assertThat(caller.isKnown()).isTrue();
        } else {
            assertThat(caller.refused().type()).isEqualTo(ProblemType.TOKEN_EXPIRED);
        }
    }

    @Test
    void whoSignsOtherwiseIsNotTaken() throws Exception {
        BearerTokens tokens = tokens(Map.of(KEY, pem(rsa.toPublicKey())));
        JWTClaimsSet claims = claims().build();

        assertRefused(tokens, signed(claims, otherRsa));
        assertRefused(tokens, signed(claims, ec));
        assertRefused(tokens, new PlainJWT(claims).serialize());
        assertRefused(tokens, signed(claims, JWSAlgorithm.RS512, new RSASSASigner(rsa)));
        // The public key is no secret: who takes it for one can sign with it.
        byte[] notSecret = pem(rsa.toPublicKey()).getBytes(StandardCharsets.UTF_8);
        assertRefused(tokens, signed(claims, JWSAlgorithm.HS256, new MACSigner(notSecret)));
        assertRefused(tokens, "no.token");
        String good = signed(claims, rsa);
        assertRefused(tokens, good.substring(0, good.length() - 8) + "AAAAAAAA");
    }

    @Test
    void theAlgorithmMayBeOneOnly() throws Exception {
        String both = new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString();
        BearerTokens tokens = tokens(Map.of(KEY, both, ALGORITHM, "ES256"));

        assertThat(tokens.caller(signed(claims().build(), ec)).isKnown()).isTrue();
        assertRefused(tokens, signed(claims().build(), rsa));
    }

    @Test
    void issuerAndAudienceMustBeThoseConfigured() throws Exception {
        BearerTokens tokens = tokens(Map.of(
                KEY,
                pem(rsa.toPublicKey()),
                "mp.jwt.verify.issuer",
                "https://login.example",
                "mp.jwt.verify.audiences",
                "headrace,other"));

        assertThat(tokens.caller(signed(from("https://login.example", "headrace"), rsa))
                        .isKnown())
                .isTrue();
        assertRefused(tokens, signed(from("https://elsewhere.example", "headrace"), rsa));
        assertRefused(tokens, signed(from("https://login.example", "shop"), rsa));
        assertRefused(tokens, signed(claims().build(), rsa));
    }

    @Test
    void aTokenMustEndAndNameSomebodyAndHaveBegun() throws Exception {
        BearerTokens tokens = tokens(Map.of(KEY, pem(rsa.toPublicKey())));

        assertRefused(tokens, signed(claims().expirationTime(null).build(), rsa));
        assertRefused(tokens, signed(claims().subject(null).build(), rsa));
        assertRefused(
                tokens,
                signed(claims().notBeforeTime(Date.from(NOW.plusSeconds(60))).build(), rsa));
        assertThat(tokens.caller(signed(
                                claims().claim("upn", "zoe")
                                        .claim("preferred_username", "z")
                                        .build(),
                                rsa))
                        .name())
                .isEqualTo("zoe");
    }

    @Test
    void withoutAKeyNoTokenIsTaken() throws Exception {
        Caller caller = tokens(Map.of()).caller(signed(claims().build(), rsa));

        assertThat(caller.isKnown()).isFalse();
        assertThat(caller.refused().detail()).contains(KEY);
    }

    @Test
    void whatIsIllegalIsNamed() throws Exception {
        assertIllegal(KEY, Map.of(KEY, "no key"));
        assertIllegal(KEY, Map.of(KEY, rsa.toJSONString()));
        assertIllegal(KEY, Map.of(KEY, "{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"));
        assertIllegal(LOCATION, Map.of(LOCATION, "/no/such/file"));
        assertIllegal(LOCATION, Map.of(LOCATION, "/no/such/file", KEY, pem(rsa.toPublicKey())));
        assertIllegal(ALGORITHM, Map.of(KEY, pem(rsa.toPublicKey()), ALGORITHM, "HS256"));
        assertIllegal("headrace.jwt.clock-skew", Map.of("headrace.jwt.clock-skew", "30"));
        assertIllegal("headrace.jwt.clock-skew", Map.of("headrace.jwt.clock-skew", "PT11M"));
        assertIllegal("headrace.jwt.clock-skew", Map.of("headrace.jwt.clock-skew", "-PT1S"));
    }

    @Test
    void aKeyThatIsTooShortIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);

        assertIllegal(KEY, Map.of(KEY, pem(generator.generateKeyPair().getPublic())));
    }

    /** A token of another kind, such as one that logs out, is signed by the same key. */
    @Test
    void aTokenOfAnotherKindIsNotTaken() throws Exception {
        BearerTokens tokens = tokens(Map.of(KEY, pem(rsa.toPublicKey())));

        assertRefused(tokens, typed("logout+jwt"));
        assertThat(tokens.caller(typed("at+jwt")).isKnown()).isTrue();
        assertThat(tokens.caller(typed("JWT")).isKnown()).isTrue();
    }

    private static String typed(String type) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType(type))
                        .build(),
                claims().build());
        jwt.sign(new RSASSASigner(rsa));
        return jwt.serialize();
    }

    @Test
    void whyATokenIsNotTakenIsToldWithoutIt() throws Exception {
        BearerTokens tokens = tokens(Map.of(KEY, pem(rsa.toPublicKey())));
        for (String token : List.of(
                "no.token",
                "not-even-that-" + "x".repeat(40),
                signed(claims().build(), otherRsa),
                signed(claims().claim("groups", "secret-group").build(), rsa),
                new PlainJWT(claims().build()).serialize())) {
            Caller caller = tokens.caller(token);
            assertThat(caller.isKnown()).isFalse();
            assertThat(caller.refused().type()).isEqualTo(ProblemType.INVALID_TOKEN);
            assertThat(caller.refused().detail()).isNotBlank().doesNotContain(token, "not-even-that", "secret-group");
        }
    }

    private static void assertIllegal(String setting, Map<String, String> settings) {
        assertThatThrownBy(() -> tokens(settings))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(setting + ": ");
    }

    private static void assertRefused(BearerTokens tokens, String token) {
        Caller caller = tokens.caller(token);
        assertThat(caller.isKnown()).isFalse();
        assertThat(caller.refused().type()).isEqualTo(ProblemType.INVALID_TOKEN);
        assertThat(caller.refused().detail()).doesNotContain(token);
    }

    private static BearerTokens tokens(Map<String, String> settings) {
        Map<String, String> known = new HashMap<>(settings);
        return BearerTokens.configured(name -> Optional.ofNullable(known.get(name)), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder().subject("ada").expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static JWTClaimsSet from(String issuer, String audience) {
        return claims().issuer(issuer).audience(audience).build();
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(key));
    }

    private static String signed(JWTClaimsSet claims, ECKey key) throws JOSEException {
        return signed(claims, JWSAlgorithm.ES256, new ECDSASigner(key));
    }

    private static String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(new JWSHeader(algorithm), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
