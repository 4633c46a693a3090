package org.headrace.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.headrace.engine.security.LoginObserver;
import org.headrace.engine.security.LoginObserver.Credential;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.Credentials.Basic;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords: after some failures further ones are refused until the window that began with the first
 * of them is over. Counts them by name and address, and, with a limit that is higher, by name and by address alone. These two
 * do not keep out who has logged in from the same address under the same name before, whatever others do. Whether a
 * password that is refused was right is not looked at. What is being checked when a limit is reached is checked to its end.
 *
 * <p>A token cannot be guessed, so that a right one is always taken; of wrong ones an address hears 429 in the end.
 *
 * <p>Holds a bounded amount of memory. Waits for nothing. Safe for use by many threads.
 */
final class LoginBrake {

    private static final Log LOG = Log.of(LoginBrake.class);

    /** How many times the limit of a name from one address others may have together. */
    static final int TOGETHER = 5;

    /** Of each kind. */
    private static final int MOST_WINDOWS = 10_000;

    private static final int MOST_KNOWN = 10_000;

    /** Longer ones are cut: what is kept of each must be bounded. */
    private static final int MOST_CHARACTERS = 200;

    /** Of an IPv6 address: whoever has one has the 2⁶⁴ that begin with the same bytes. */
    private static final int NETWORK_BYTES = 8;

    private final LongSupplier nanoTime;
    private final LoginObserver observer;
    private final long windowSeconds;
    private final FailureCounts pairs;
    private final FailureCounts names;
    private final FailureCounts addresses;
    private final FailureCounts tokens;

    /** Names with addresses that they have logged in from; the one that did so longest ago goes first. */
    private final Map<String, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    LoginBrake(LoginLimits limits, LongSupplier nanoTime, LoginObserver observer) {
        this.nanoTime = nanoTime;
        this.observer = observer;
        windowSeconds = limits.window().toSeconds();
        long window = limits.window().toNanos();
        pairs = new FailureCounts(limits.failures(), window, MOST_WINDOWS);
        names = new FailureCounts(TOGETHER * limits.failures(), window, MOST_WINDOWS);
        addresses = new FailureCounts(TOGETHER * limits.failures(), window, MOST_WINDOWS);
        tokens = new FailureCounts(TOGETHER * limits.failures(), window, MOST_WINDOWS);
    }

    /** Why a password is not to be checked now; null: it is. */
    @Nullable
    Problem refusal(String address, Basic basic) {
        long now = nanoTime.getAsLong();
        String network = network(address);
        String pair = pair(network, basic);
        long wait = pairs.nanosToWait(pair, now);
        if (wait == 0 && !isKnown(pair)) {
            wait = Math.max(names.nanosToWait(cut(basic.name()), now), addresses.nanosToWait(network, now));
        }
        return wait == 0 ? null : refused("Too many logins have failed", wait);
    }

    /** A password was checked. */
    void checked(String address, Basic basic, boolean right) {
        String network = network(address);
        String pair = pair(network, basic);
        if (right) {
            know(pair);
            return;
        }
        observer.failed(Credential.PASSWORD);
        long now = nanoTime.getAsLong();
        boolean reached = pairs.fail(pair, now);
        reached |= names.fail(cut(basic.name()), now);
        reached |= addresses.fail(network, now);
        if (reached) {
            LOG.write(LogMessage.LOGINS_REFUSED, address, windowSeconds);
        }
    }

    /** What the caller of a token that was checked is to be told. */
    Caller checked(String address, Caller caller) {
        Problem refused = caller.refused();
        if (refused == null || refused.type() != ProblemType.INVALID_TOKEN) {
            return caller;
        }
        observer.failed(Credential.TOKEN);
        long now = nanoTime.getAsLong();
        String network = network(address);
        long wait = tokens.nanosToWait(network, now);
        if (wait > 0) {
            return Caller.refused(refused(refused.detail() + ". Too many tokens were not taken", wait));
        }
        if (tokens.fail(network, now)) {
            LOG.write(LogMessage.LOGINS_REFUSED, address, windowSeconds);
        }
        return caller;
    }

    private Problem refused(String why, long nanos) {
        observer.refused();
        int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(nanos) + 1;
        return Problem.of(ProblemType.TOO_MANY_FAILED_LOGINS, why + ": try again in " + seconds + " s")
                .retryAfter(seconds);
    }

    private boolean isKnown(String pair) {
        synchronized (known) {
            return known.containsKey(pair);
        }
    }

    private void know(String pair) {
        synchronized (known) {
            known.put(pair, true);
        }
    }

    private static String pair(String network, Basic basic) {
        return network + " " + cut(basic.name());
    }

    private static String cut(String text) {
        return text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    }

    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return cut(address);
        }
        try {
            // With a colon it is no name that would be looked up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK_BYTES ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES)) : cut(address);
        } catch (UnknownHostException notAnAddress) {
            return cut(address);
        }
    }
}
