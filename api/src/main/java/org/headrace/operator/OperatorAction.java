package org.headrace.operator;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator did.
 *
 * @param at when, by the node's clock, in microseconds
 * @param by who, and why
 * @param action what: {@code pause}, {@code resume}, {@code rebuild}, {@code split}, {@code retry} or {@code skip} a
 *     projection, {@code retry-dead-letter} or {@code skip-dead-letter} of it, and {@code rebuild-beside},
 *     {@code compare-rebuild}, {@code switch-rebuild}, {@code cancel-rebuild}, {@code resume-rebuild},
 *     {@code roll-back-rebuild} or {@code finish-rebuild} of it ({@code leave-rebuild}: it is not switched by itself);
 *     {@code take-snapshot};
 *     {@code pause}, {@code resume}, {@code retry}, {@code cancel}, {@code edit} or {@code settle} a saga, or
 *     {@code mark-undone} a step of it; {@code close}, {@code reopen} or
 *     {@code archive} a stream; {@code close-connection} of the hub, or {@code pause-subscription},
 *     {@code resume-subscription}, {@code rewind-subscription} or {@code close-subscription} of one
 * @param target on what: its path below {@code /api}, such as {@code projections/user-statistics}
 * @param detail what else there is to tell, such as the event that was skipped, or {@code below offset 7} of what was archived; may be
 *     empty
 */
public record OperatorAction(Instant at, Operator by, String action, String target, String detail) {

    private static final String STREAMS = "streams/";

    /** What {@link #event} writes; more may follow it. */
    private static final Pattern EVENT = Pattern.compile("event [0-9]+ of stream (\\S+)");

    public OperatorAction {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** The detail that tells of an event. */
    public static String event(String stream, long offset) {
        return "event " + offset + " of stream " + stream;
    }

    /** The stream that it tells of; null: of none. */
    public @Nullable String ofStream() {
        if (target.startsWith(STREAMS)) {
            return target.substring(STREAMS.length());
        }
        Matcher event = EVENT.matcher(detail);
        return event.lookingAt() ? event.group(1) : null;
    }

    /** The target's path where it is a projection. */
    public static String projection(String name) {
        return "projections/" + name;
    }

    /** The target's path where it is a stream. */
    public static String stream(String name) {
        return STREAMS + name;
    }

    /** The target's path where it is a connection of the hub. */
    public static String hubConnection(String id) {
        return "hub/connections/" + id;
    }

    /** The target's path where it is a saga. */
    public static String saga(String sagaId) {
        return "sagas/" + sagaId;
    }
}
