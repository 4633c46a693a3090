package org.headrace.engine.hub;

import org.jspecify.annotations.Nullable;

/** The message of an event, in the parts that a protocol makes of it. */
record EventMessage(String head, String start, String end) {

    /**
     * Makes what is a subscription's own of it.
     *
     * @param start as {@link HubProtocol#eventStart} made it
     * @param previous the offset delivered before, −1 for none
     * @param resultId the id that the client is to answer under; null: it is not asked to
     */
    static EventMessage of(HubProtocol protocol, String start, long previous, @Nullable String resultId) {
        return new EventMessage(protocol.eventHead(start, resultId), start, protocol.eventEnd(previous, resultId));
    }

    int chars() {
        return head.length() + start.length() + end.length();
    }
}
