package org.headrace.engine.hub;

import org.headrace.input.InvalidInputException;

/** What an operator does to a subscription. */
public sealed interface SubscriptionAction {

    /** As it is recorded. */
    String name();

    /** Nothing is sent until it is resumed. Paused again it stays so. */
    record Pause() implements SubscriptionAction {
        @Override
        public String name() {
            return "pause";
        }
    }

    record Resume() implements SubscriptionAction {
        @Override
        public String name() {
            return "resume";
        }
    }

    /**
     * Sends events again from an offset, with a window of its own; paused it stays paused.
     *
     * @param offset from 0, at most where the subscription is
     */
    record Rewind(long offset) implements SubscriptionAction {
        public Rewind {
            if (offset < 0) {
                throw new InvalidInputException("offset", "must not be negative: offsets begin at 0");
            }
        }

        @Override
        public String name() {
            return "rewind";
        }
    }

    /** Ends the subscription, and tells the client that an operator did. */
    record Close() implements SubscriptionAction {
        @Override
        public String name() {
            return "close";
        }
    }
}
