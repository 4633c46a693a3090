package org.headrace.web.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.headrace.input.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * A user: {@code name:pbkdf2-sha512:iterations:salt:hash:group,group}, salt and hash in Base64 (RFC 8018, HMAC-SHA-512).
 * {@code ./run --add-user} writes such a line.
 */
final class UserLine {

    /** Fewer are guessed too soon. */
    private static final int FEWEST_ITERATIONS = 10_000;

    /** More would take a request too long. */
    private static final int MOST_ITERATIONS = 5_000_000;

    private static final Pattern FORM = Pattern.compile(
            "([^:]+):pbkdf2-sha512:([0-9]{1,7}):([A-Za-z0-9+/]{16,}={0,2}):([A-Za-z0-9+/]{40,}={0,2}):([^:]*)");
    private static final Pattern COMMA = Pattern.compile(",");
    private static final String KEYED = "HmacSHA256";
    private static final SecretKeySpec KEY_OF_THIS_PROCESS = new SecretKeySpec(random(32), KEYED);

    /** Has no password, and takes as long to say so. */
    static final UserLine NOBODY = new UserLine("", 210_000, random(16), random(64), Set.of());

    private final String name;
    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;
    private final Set<String> groups;

    /** What a password that was right looks like under a key that no other process has: clients send it again and again. */
    private volatile byte @Nullable [] known;

    private UserLine(String name, int iterations, byte[] salt, byte[] hash, Set<String> groups) {
        this.name = name;
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
        this.groups = groups;
    }

    /**
     * Reads one.
     *
     * @throws InvalidInputException for the field, naming the line's number, not its content
     */
    static UserLine of(String line, String field, int number) {
        Matcher parts = FORM.matcher(line);
        if (!parts.matches()) {
            throw illegal(
                    field,
                    number,
                    "must be name:pbkdf2-sha512:iterations:salt:hash:groups; ./run --add-user" + " writes such a line");
        }
        int iterations = Integer.parseInt(parts.group(2));
        if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS) {
            throw illegal(
                    field,
                    number,
                    "must have between " + FEWEST_ITERATIONS + " and " + MOST_ITERATIONS + " iterations");
        }
        Set<String> groups = COMMA.splitAsStream(parts.group(5))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        try {
            return new UserLine(parts.group(1), iterations, decoded(parts.group(3)), decoded(parts.group(4)), groups);
        } catch (IllegalArgumentException notBase64) {
            throw illegal(field, number, "has a salt or a hash that is not Base64");
        }
    }

    String name() {
        return name;
    }

    Set<String> groups() {
        return groups;
    }

    boolean isPassword(String password) {
        byte[] seen = keyed(password);
        byte[] good = known;
        if (good != null && MessageDigest.isEqual(good, seen)) {
            return true;
        }
        boolean right = MessageDigest.isEqual(hash, hashed(password));
        if (right) {
            known = seen;
        }
        return right;
    }

    private byte[] hashed(String password) {
        var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, hash.length * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] keyed(String password) {
        try {
            Mac mac = Mac.getInstance(KEYED);
            mac.init(KEY_OF_THIS_PROCESS);
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + KEYED, e);
        }
    }

    private static InvalidInputException illegal(String field, int number, String what) {
        return new InvalidInputException(field, "line " + number + " " + what);
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
