package org.headrace.web.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import com.nimbusds.jwt.proc.JWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens (JWT) as MicroProfile JWT 2.1 has it, by its settings: signed by RS256 or ES256, in time, from the issuer and
 * for an audience that are configured. Safe for use by many threads.
 */
final class BearerTokens {

    private static final Log LOG = Log.of(BearerTokens.class);

    static final String ISSUER = "mp.jwt.verify.issuer";
    static final String AUDIENCES = "mp.jwt.verify.audiences";
    static final String SKEW = "headrace.jwt.clock-skew";

    private static final Duration USUAL_SKEW = Duration.ofSeconds(30);
    private static final Pattern COMMA = Pattern.compile(",");

    /** Null: no key is configured, so no token can be taken. */
    private final @Nullable JWTProcessor<SecurityContext> processor;

    private final Duration skew;

    private BearerTokens(@Nullable JWTProcessor<SecurityContext> processor, Duration skew) {
        this.processor = processor;
        this.skew = skew;
    }

    /**
     * As configured.
     *
     * @param configured the value of a setting
     * @throws InvalidInputException naming the setting that is illegal
     */
    static BearerTokens configured(Function<String, Optional<String>> configured, Clock clock) {
        VerificationKeys keys = VerificationKeys.configured(configured);
        Duration skew = skew(configured);
        if (keys == null) {
            return new BearerTokens(null, skew);
        }
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.copyOf(keys.algorithms()), keys.source()));
        var claims = new ClaimsVerifier(audiences(configured), issuer(configured), clock);
        claims.setMaxClockSkew((int) skew.toSeconds());
        processor.setJWTClaimsSetVerifier(claims);
        return new BearerTokens(processor, skew);
    }

    /** Who sends the token; a caller that is refused, when it is not taken. */
    Caller caller(String token) {
        if (processor == null) {
            return refused("Tokens are not taken here: mp.jwt.verify.publickey and .publickey.location are not set");
        }
        try {
            return caller(processor.process(token, null));
        } catch (ExpiredJWTException e) {
            return Caller.refused(Problem.of(ProblemType.TOKEN_EXPIRED, "The token has expired: get a new one"));
        } catch (ParseException e) {
            return refused("The token is not a signed JWT, or a claim of it is malformed");
        } catch (BadJOSEException e) {
            return refused("The token is not taken: " + e.getMessage());
        } catch (JOSEException e) {
            // The keys could not be fetched: that is not the caller's fault, who is told the same nevertheless.
            LOG.write(LogMessage.TOKENS_NOT_CHECKED, e.getMessage());
            return refused("The token cannot be checked at the moment");
        }
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        String name = Stream.of("upn", "preferred_username", "sub")
                .map(claim -> claims.getClaim(claim) instanceof String text ? text : "")
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(null);
        if (name == null) {
            return refused("The token names nobody: it must have upn, preferred_username or sub");
        }
        List<String> groups = claims.getStringListClaim("groups");
        Instant end = claims.getExpirationTime().toInstant().plus(skew);
        return new Caller(name, groups == null ? Set.of() : Set.copyOf(groups), end, null);
    }

    private static Caller refused(String why) {
        return Caller.refused(Problem.of(ProblemType.INVALID_TOKEN, why));
    }

    private static @Nullable Set<String> audiences(Function<String, Optional<String>> configured) {
        // The library asks whether null is among them, which other sets take ill.
        Set<String> audiences = COMMA.splitAsStream(configured.apply(AUDIENCES).orElse(""))
                .map(String::strip)
                .filter(audience -> !audience.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
        return audiences.isEmpty() ? null : audiences;
    }

    private static JWTClaimsSet issuer(Function<String, Optional<String>> configured) {
        var must = new JWTClaimsSet.Builder();
        configured.apply(ISSUER).ifPresent(must::issuer);
        return must.build();
    }

    private static Duration skew(Function<String, Optional<String>> configured) {
        String text = configured.apply(SKEW).orElse(null);
        if (text == null) {
            return USUAL_SKEW;
        }
        try {
            Duration skew = Duration.parse(text);
            if (!skew.isNegative() && skew.compareTo(Duration.ofMinutes(10)) <= 0) {
                return skew;
            }
        } catch (DateTimeException notADuration) {
            // refused below
        }
        throw new InvalidInputException(SKEW, "must be a duration from PT0S to PT10M, such as PT30S");
    }

    /** By a clock of ours. */
    private static final class ClaimsVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {

        private final Clock clock;

        ClaimsVerifier(@Nullable Set<String> audiences, JWTClaimsSet exactly, Clock clock) {
            super(audiences, exactly, Set.of("exp"), null);
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
