package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * Streams that are for some users and groups only; all others are for everybody.
 *
 * @param rules of those for a stream one must be for the client
 */
public record RestrictedStreams(List<Rule> rules) implements StreamAccess {

    private static final Log LOG = Log.of(RestrictedStreams.class);

    static final String SETTING = "headrace.restricted-streams";

    /** As it was called when only the hub went by it. */
    static final String FORMER = "headrace.hub.restricted-streams";

    private static final Pattern COMMA = Pattern.compile(",");
    private static final String GROUP = "@";

    /**
     * Somebody may have a stream, or all that a pattern matches.
     *
     * @param whom a user's name, or a group's behind an {@code @}
     */
    record Rule(StreamPattern streams, String whom) {

        boolean isForGroup() {
            return whom.startsWith(GROUP);
        }

        String group() {
            return whom.substring(GROUP.length());
        }

        boolean isFor(ClientOrigin client) {
            return isForGroup() ? client.groups().contains(group()) : whom.equals(client.principal());
        }
    }

    /**
     * As configured: pairs {@code stream:user} or {@code stream:@group}, separated by commas; the user begins after the
     * last colon.
     *
     * @param configured the value of a setting
     * @throws InvalidInputException naming the setting
     */
    public static StreamAccess configured(Function<String, Optional<String>> configured) {
        Optional<String> former = configured.apply(FORMER);
        Optional<String> text = configured.apply(SETTING);
        if (former.isEmpty()) {
            return of(SETTING, text);
        }
        if (text.isPresent()) {
            throw new InvalidInputException(FORMER, "is called " + SETTING + " now, which is set as well: remove it");
        }
        LOG.write(LogMessage.SETTING_RENAMED, FORMER, SETTING);
        return of(FORMER, former);
    }

    private static StreamAccess of(String setting, Optional<String> text) {
        List<Rule> rules = new ArrayList<>();
        for (String pair : COMMA.split(text.orElse(""), -1)) {
            if (!pair.isBlank()) {
                rules.add(rule(setting, pair.strip()));
            }
        }
        return rules.isEmpty() ? StreamAccess.OPEN : new RestrictedStreams(List.copyOf(rules));
    }

    private static Rule rule(String setting, String pair) {
        int colon = pair.lastIndexOf(':');
        String whom = pair.substring(colon + 1);
        if (colon < 1 || whom.isEmpty() || whom.equals(GROUP)) {
            throw new InvalidInputException(
                    setting, "must be pairs stream:user or stream:@group separated by commas, has " + pair);
        }
        try {
            return new Rule(StreamPattern.of(pair.substring(0, colon)), whom);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(setting, e.violations().get(0).message() + "; has " + pair);
        }
    }

    @Override
    public boolean admits(ClientOrigin client, String stream) {
        boolean restricted = false;
        for (Rule rule : rules) {
            if (rule.streams().matches(stream)) {
                if (rule.isFor(client)) {
                    return true;
                }
                restricted = true;
            }
        }
        return !restricted;
    }

    @Override
    public Set<String> groups() {
        return rules.stream().filter(Rule::isForGroup).map(Rule::group).collect(Collectors.toUnmodifiableSet());
    }
}
