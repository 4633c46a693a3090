package org.headrace.web.hub;

import org.headrace.engine.hub.SubscriptionRequest;
import org.jspecify.annotations.Nullable;

/** What a client asks for, in either protocol. {@code call} is the id it wants its answer under; null: it wants none. */
sealed interface HubRequest {

    /** Whether clients that may come back number it. */
    default boolean isNumbered() {
        return true;
    }

    record Subscribe(@Nullable String call, SubscriptionRequest wanted) implements HubRequest {}

    record Unsubscribe(@Nullable String call, String stream) implements HubRequest {}

    record Acknowledge(@Nullable String call, String stream, long offset) implements HubRequest {}

    /** A call of the server is answered, well or badly. */
    record Answer(String call) implements HubRequest {}

    /** Cannot be carried out; the connection goes on. */
    record Refused(@Nullable String call, String message) implements HubRequest {}

    /** A subscription that cannot be carried out. */
    record RefusedSubscription(@Nullable String call, @Nullable String stream, String message) implements HubRequest {}

    /** Numbered, and nothing to be done. */
    record Unheeded() implements HubRequest {}

    /** The client has received all numbered messages of the server up to this one. */
    record Received(long number) implements HubRequest {
        @Override
        public boolean isNumbered() {
            return false;
        }
    }

    /** The client, back on a new transport, goes on with its message of this number. */
    record ContinueAt(long number) implements HubRequest {
        @Override
        public boolean isNumbered() {
            return false;
        }
    }

    /** The client says goodbye. */
    record Goodbye() implements HubRequest {
        @Override
        public boolean isNumbered() {
            return false;
        }
    }

    /** Nothing to be done. */
    record SignOfLife() implements HubRequest {
        @Override
        public boolean isNumbered() {
            return false;
        }
    }
}
