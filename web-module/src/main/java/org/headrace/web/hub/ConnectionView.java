package org.headrace.web.hub;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.headrace.engine.hub.ConnectionStatus;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.headrace.engine.hub.SubscriptionOptions;
import org.headrace.engine.hub.SubscriptionStatus;
import org.headrace.engine.hub.WhenSlow;
import org.headrace.engine.hub.Window;
import org.jspecify.annotations.Nullable;

/**
 * A connection as operators see it.
 *
 * @param principal null: nobody in particular
 * @param remoteAddress null: not known
 * @param answered false: it had no time to say more, and what follows is absent
 * @param protocol {@code signalr-json}, {@code signalr-messagepack}, {@code headrace.v1+json} or {@code sse}; absent: the
 *     client has not said what it speaks
 * @param charactersSent in MessagePack they are bytes
 * @param sendingSince since when the client has not taken what was sent last; absent: it has
 * @param patterns that it is subscribed to, whether streams match them or not; absent: none
 */
@JsonbPropertyOrder({
    "id",
    "principal",
    "remoteAddress",
    "connectedAt",
    "heardAt",
    "answered",
    "protocol",
    "naming",
    "messagesSent",
    "charactersSent",
    "sendingSince",
    "patterns",
    "subscriptions"
})
public record ConnectionView(
        String id,
        @JsonbNillable @Nullable String principal,
        @JsonbNillable @Nullable String remoteAddress,
        Instant connectedAt,
        Instant heardAt,
        boolean answered,
        @Nullable String protocol,
        @Nullable String naming,
        @Nullable Long messagesSent,
        @Nullable Long charactersSent,
        @Nullable Instant sendingSince,
        @Nullable List<String> patterns,
        @Nullable List<Subscribed> subscriptions) {

    /**
     * One of its subscriptions.
     *
     * @param pattern that the client subscribed to and the stream matches; absent: it named the stream
     * @param nextOffset null: where a live subscription begins is still being found out
     * @param lag events of the stream from there on
     * @param acknowledged the offset, −1 for none
     * @param unacknowledged events sent that count against the window
     */
    @JsonbPropertyOrder({
        "stream",
        "pattern",
        "options",
        "nextOffset",
        "head",
        "lag",
        "acknowledged",
        "unacknowledged",
        "paused"
    })
    public record Subscribed(
            String stream,
            @Nullable String pattern,
            Options options,
            @JsonbNillable @Nullable Long nextOffset,
            long head,
            long lag,
            long acknowledged,
            int unacknowledged,
            boolean paused) {

        static Subscribed of(SubscriptionStatus status) {
            return new Subscribed(
                    status.stream(),
                    status.pattern(),
                    Options.of(status.options()),
                    status.next(),
                    status.head(),
                    status.lag(),
                    status.acknowledged(),
                    status.unacknowledged(),
                    status.paused());
        }
    }

    /** What it was subscribed with; absent members are as they are without. */
    @JsonbPropertyOrder({"eventTypes", "keys", "window", "acknowledge", "whenSlow", "maxLag"})
    public record Options(
            @Nullable List<String> eventTypes,
            @Nullable List<String> keys,
            @Nullable Integer window,
            @Nullable String acknowledge,
            @Nullable String whenSlow,
            @Nullable Long maxLag) {

        static Options of(SubscriptionOptions options) {
            Window window = options.window();
            WhenSlow slow = options.whenSlow();
            boolean paces = slow.policy() == WhenSlow.Policy.PACE;
            return new Options(
                    sorted(options.eventTypes()),
                    sorted(options.keys()),
                    window.events() == 0 ? null : Integer.valueOf(window.events()),
                    window.byResult() ? "result" : null,
                    paces ? null : slow.policy().name().toLowerCase(Locale.ROOT),
                    paces ? null : Long.valueOf(slow.maxLag()));
        }

        private static @Nullable List<String> sorted(Set<String> names) {
            return names.isEmpty() ? null : names.stream().sorted().toList();
        }
    }

    /** @param known whether one who asks may know of a stream: subscriptions of others are left out */
    static ConnectionView of(ConnectionStatus status, Predicate<String> known) {
        Details details = status.details();
        return new ConnectionView(
                status.id(),
                orNull(status.origin().principal()),
                orNull(status.origin().address()),
                status.connectedAt(),
                status.heardAt(),
                details != null,
                details == null ? null : details.protocol(),
                details == null ? null : details.naming(),
                details == null ? null : Long.valueOf(details.messages()),
                details == null ? null : Long.valueOf(details.characters()),
                details == null ? null : details.sendingSince(),
                details == null || details.patterns().isEmpty() ? null : details.patterns(),
                details == null
                        ? null
                        : details.subscriptions().stream()
                                .filter(subscription -> known.test(subscription.stream()))
                                .map(Subscribed::of)
                                .toList());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
