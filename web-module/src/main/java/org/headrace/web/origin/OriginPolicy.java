package org.headrace.web.origin;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.SecurityMode;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from using a caller's browser. In open mode, where nobody logs in, the host must be one we
 * know, too: else a foreign name that resolves to this machine would be same-origin.
 */
public final class OriginPolicy {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final boolean open;
    private final Set<String> allowedHosts;
    private final Set<String> allowedOrigins;

    /**
     * @param allowedHosts with or without a port
     * @param allowedOrigins such as {@code https://shop.example.com}
     */
    OriginPolicy(boolean open, Set<String> allowedHosts, Set<String> allowedOrigins) {
        this.open = open;
        this.allowedHosts = lower(allowedHosts);
        this.allowedOrigins = lower(allowedOrigins);
    }

    /** The policy that the configuration describes. */
    public static OriginPolicy configured(Config config) {
        boolean open =
                SecurityMode.configured(name -> config.getOptionalValue(name, String.class)) == SecurityMode.OPEN;
        return new OriginPolicy(open, set(config, "headrace.allowed-hosts"), set(config, "headrace.allowed-origins"));
    }

    private static Set<String> set(Config config, String name) {
        Optional<String[]> values = config.getOptionalValue(name, String[].class);
        return values.map(v -> Set.copyOf(List.of(v))).orElse(Set.of());
    }

    /** Whether pages of that origin are let in by name. */
    public boolean lists(String origin) {
        return allowedOrigins.contains(origin.trim().toLowerCase(Locale.ROOT));
    }

    /** Why the request is refused; null: it is not. */
    public @Nullable Problem refusal(String method, @Nullable String host, @Nullable String origin) {
        String here = host == null ? "" : host.trim().toLowerCase(Locale.ROOT);
        if (open && !isKnown(here)) {
            return Problem.of(
                    ProblemType.HOST_NOT_ALLOWED,
                    "Host " + here + " is not allowed in open mode: add it to headrace.allowed-hosts");
        }
        if (origin == null || READS.contains(method)) {
            return null;
        }
        String from = origin.trim().toLowerCase(Locale.ROOT);
        return allowedOrigins.contains(from) || isSame(from, here)
                ? null
                : Problem.of(
                        ProblemType.FOREIGN_ORIGIN,
                        "Origin " + from + " may not write here: add it to headrace.allowed-origins");
    }

    private boolean isKnown(String host) {
        String name = host.replaceFirst(":[0-9]*$", "");
        return LOOPBACK.contains(name) || allowedHosts.contains(name) || allowedHosts.contains(host);
    }

    /** The scheme is not compared: behind a proxy that ends TLS ours is not the browser's. */
    private static boolean isSame(String origin, String host) {
        try {
            URI uri = URI.create(origin);
            String port = "https".equals(uri.getScheme()) ? ":443" : ":80";
            return uri.getRawAuthority() != null
                    && without(port, uri.getRawAuthority()).equals(without(port, host));
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    private static String without(String port, String authority) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    private static Set<String> lower(Set<String> texts) {
        return texts.stream().map(t -> t.trim().toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
