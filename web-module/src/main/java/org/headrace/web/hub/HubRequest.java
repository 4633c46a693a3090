package org.headrace.web.hub;

import org.headrace.engine.hub.SubscriptionRequest;
import org.jspecify.annotations.Nullable;

/** What a client asks for, in either protocol. {@code call} is the id it wants its answer under; null: it wants none. */
sealed interface HubRequest {

    record Subscribe(@Nullable String call, SubscriptionRequest wanted) implements HubRequest {}

    record Unsubscribe(@Nullable String call, String stream) implements HubRequest {}

    record Acknowledge(@Nullable String call, String stream, long offset) implements HubRequest {}

    /** A call of the server is answered, well or badly. */
    record Answer(String call) implements HubRequest {}

    /** Cannot be carried out; the connection goes on. */
    record Refused(@Nullable String call, String message) implements HubRequest {}

    /** A subscription that cannot be carried out. */
    record RefusedSubscription(@Nullable String call, @Nullable String stream, String message) implements HubRequest {}

    /** The client says goodbye. */
    record Goodbye() implements HubRequest {}

    /** Nothing to be done. */
    record SignOfLife() implements HubRequest {}
}
