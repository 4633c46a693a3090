package org.headrace.web.hub;

import java.util.function.LongSupplier;
import org.headrace.engine.hub.ClientLimits;
import org.headrace.web.hub.HubRequest.Acknowledge;
import org.headrace.web.hub.HubRequest.Answer;
import org.headrace.web.hub.HubRequest.Unheeded;
import org.jspecify.annotations.Nullable;

/**
 * How fast one client may talk. What it answers to events may come as fast as they; what makes work, such as to
 * subscribe, may not. Used by one thread at a time.
 */
final class InboundRate {

    private final ClientLimits limits;
    private final Allowance messages;
    private final Allowance calls;

    /** @param nanoTime as {@link System#nanoTime} */
    InboundRate(ClientLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.messages = new Allowance(limits.messagesPerSecond(), nanoTime);
        this.calls = new Allowance(limits.callsPerSecond(), nanoTime);
    }

    /** Why the client has to go; null: it may go on. */
    @Nullable
    String excess(HubRequest request) {
        if (!messages.take()) {
            return "Too many messages: headrace.hub.max-messages-per-second is " + limits.messagesPerSecond();
        }
        return isAnswer(request) || calls.take()
                ? null
                : "Too many calls: headrace.hub.max-calls-per-second is " + limits.callsPerSecond();
    }

    private static boolean isAnswer(HubRequest request) {
        return request instanceof Acknowledge
                || request instanceof Answer
                || request instanceof Unheeded
                || !request.isNumbered();
    }
}
