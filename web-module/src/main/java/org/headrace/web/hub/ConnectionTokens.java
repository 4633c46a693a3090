package org.headrace.web.hub;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks the tokens of connections. A token says all about itself and is signed (HMAC-SHA-256), so that no node
 * needs to remember those it gave out, and any node with the same secret accepts it.
 */
final class ConnectionTokens {

    static final Duration LIFETIME = Duration.ofSeconds(15);

    /** Clocks of nodes differ a little. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int ID_BYTES = 18;
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_-]{24})\\.([0-9]{1,12})\\.([A-Za-z0-9_-]*)(\\.r)?");

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec secret;
    private final Clock clock;

    ConnectionTokens(byte[] secret, Clock clock) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.clock = clock;
    }

    /** @param resumable whether the client may come back to the connection when its transport breaks */
    String issue(String principal, boolean resumable) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String claims = encoded(id) + "." + clock.instant().getEpochSecond() + "."
                + encoded(principal.getBytes(StandardCharsets.UTF_8)) + (resumable ? ".r" : "");
        return encoded(claims.getBytes(StandardCharsets.UTF_8)) + "." + encoded(mac(claims));
    }

    /** What it says; nothing when it is not one of ours, was tampered with, or is too old. */
    Optional<ConnectionToken> check(String token) {
        Instant now = clock.instant();
        return signed(token)
                .filter(said -> !said.issuedAt().plus(LIFETIME).isBefore(now)
                        && !said.issuedAt().isAfter(now.plus(SKEW)));
    }

    /** The same of a token of any age. */
    Optional<ConnectionToken> signed(String token) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            String claims = new String(decoded(token.substring(0, dot)), StandardCharsets.UTF_8);
            byte[] mac = decoded(token.substring(dot + 1));
            return MessageDigest.isEqual(mac, mac(claims)) ? read(claims) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** The name of a connection that may be shown: it does not lead to the token. */
    static String publicId(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return encoded(Arrays.copyOf(hash, ID_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private Optional<ConnectionToken> read(String claims) {
        var parts = FORM.matcher(claims);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ConnectionToken(
                parts.group(1),
                Instant.ofEpochSecond(Long.parseLong(parts.group(2))),
                new String(decoded(parts.group(3)), StandardCharsets.UTF_8),
                parts.group(4) != null));
    }

    private byte[] mac(String claims) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return mac.doFinal(claims.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
