package org.headrace.engine.projection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.headrace.projection.spi.Rebuild.Schemas;

/** What belongs to a rebuild beside, by name. Names of projections have no {@code @}. Pure. */
final class RebuildNames {

    private static final int LONGEST = 30;

    private RebuildNames() {}

    /** Under which the new version's checkpoints and run state are kept. */
    static String rebuild(String projection) {
        return projection + "@rebuild";
    }

    /** Under which the previous version's checkpoints are kept after a switch. */
    static String previous(String projection) {
        return projection + "@previous";
    }

    /** Readable, and of one projection only. */
    static Schemas schemas(String serving, String projection) {
        String readable = projection.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        String name = readable.substring(0, Math.min(LONGEST, readable.length())) + "_" + digest(projection);
        return new Schemas(serving, "headrace_rebuild_" + name, "headrace_previous_" + name);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
