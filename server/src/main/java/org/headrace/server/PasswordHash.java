package org.headrace.server;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Makes a line of the users file, as the application reads it: {@code name:pbkdf2-sha512:iterations:salt:hash:groups}. */
final class PasswordHash {

    /** What OWASP's Password Storage Cheat Sheet asks for, of PBKDF2-HMAC-SHA512. */
    private static final int ITERATIONS = 210_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;

    private PasswordHash() {}

    static String line(String name, char[] password, List<String> groups) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        var spec = new PBEKeySpec(password, salt, ITERATIONS, HASH_BITS);
        try {
            byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return String.join(
                    ":",
                    name,
                    "pbkdf2-sha512",
                    Integer.toString(ITERATIONS),
                    Base64.getEncoder().encodeToString(salt),
                    Base64.getEncoder().encodeToString(hash),
                    String.join(",", groups));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
