package org.headrace.web.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that tokens are signed with.
 *
 * @param algorithms that tokens may be signed by
 */
record VerificationKeys(JWKSource<SecurityContext> source, Set<JWSAlgorithm> algorithms) {

    static final String KEY = "mp.jwt.verify.publickey";
    static final String LOCATION = "mp.jwt.verify.publickey.location";
    static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";

    private static final Set<JWSAlgorithm> BOTH = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final Pattern REMOTE = Pattern.compile("https?://.*");
    private static final int LEAST_RSA_BITS = 2048;

    /**
     * As configured.
     *
     * @return null: none is configured
     * @throws InvalidInputException naming the setting that is illegal
     */
    static @Nullable VerificationKeys configured(Function<String, Optional<String>> configured) {
        String key = configured.apply(KEY).orElse(null);
        String location = configured.apply(LOCATION).orElse(null);
        if (key != null && location != null) {
            throw new InvalidInputException(LOCATION, "is set beside " + KEY + ": only one of them can be");
        }
        Set<JWSAlgorithm> algorithms = configured
                .apply(ALGORITHM)
                .map(VerificationKeys::algorithm)
                .map(Set::of)
                .orElse(BOTH);
        if (key != null) {
            return new VerificationKeys(known(keys(KEY, key)), algorithms);
        }
        if (location == null) {
            return null;
        }
        return new VerificationKeys(
                REMOTE.matcher(location).matches() ? fetched(location) : known(keys(LOCATION, read(location))),
                algorithms);
    }

    private static JWSAlgorithm algorithm(String text) {
        return BOTH.stream()
                .filter(algorithm -> algorithm.getName().equals(text.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(ALGORITHM, "must be RS256 or ES256, is " + text));
    }

    private static JWKSource<SecurityContext> known(JWKSet keys) {
        return new ImmutableJWKSet<>(keys);
    }

    /** Kept for a while, and fetched again when a token names a key that is not among them, but not too often. */
    private static JWKSource<SecurityContext> fetched(String location) {
        try {
            return JWKSourceBuilder.create(URI.create(location).toURL())
                    .retrying(true)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new InvalidInputException(LOCATION, "is no URL: " + e.getMessage());
        }
    }

    private static String read(String location) {
        try {
            Path path = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
            return Files.readString(path);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidInputException(LOCATION, "must be a file or an http(s) URL that can be read: " + e);
        }
    }

    /** In PEM, or a JWK or a set of them, as JSON or that in Base64. */
    static JWKSet keys(String setting, String text) {
        Matcher pem = PEM.matcher(text);
        try {
            JWKSet keys =
                    pem.find() ? new JWKSet(ofPem(Base64.getMimeDecoder().decode(pem.group(1)))) : ofJson(text.strip());
            for (JWK key : keys.getKeys()) {
                require(setting, key);
            }
            return keys;
        } catch (GeneralSecurityException | ParseException | IllegalArgumentException e) {
            throw new InvalidInputException(setting, "must be a public key in PEM (BEGIN PUBLIC KEY), a JWK or a JWKS");
        }
    }

    private static void require(String setting, JWK key) {
        if (key.isPrivate() || key.getKeyType().equals(KeyType.OCT)) {
            throw new InvalidInputException(setting, "must have public keys only");
        }
        if (key instanceof RSAKey && key.size() < LEAST_RSA_BITS) {
            throw new InvalidInputException(setting, "must have RSA keys of " + LEAST_RSA_BITS + " bits or more");
        }
    }

    private static JWKSet ofJson(String text) throws ParseException {
        String json = text.startsWith("{")
                ? text
                : new String(
                        Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_')),
                        StandardCharsets.UTF_8);
        return json.contains("\"keys\"") ? JWKSet.parse(json) : new JWKSet(JWK.parse(json));
    }

    private static JWK ofPem(byte[] encoded) throws GeneralSecurityException {
        var spec = new X509EncodedKeySpec(encoded);
        for (String kind : List.of("RSA", "EC")) {
            try {
                return jwk(KeyFactory.getInstance(kind).generatePublic(spec));
            } catch (InvalidKeySpecException ofTheOtherKind) {
                // the next one
            }
        }
        throw new GeneralSecurityException("Neither RSA nor EC");
    }

    private static JWK jwk(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        throw new GeneralSecurityException("Neither RSA nor EC");
    }
}
