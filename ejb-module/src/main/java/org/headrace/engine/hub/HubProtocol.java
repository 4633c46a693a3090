package org.headrace.engine.hub;

import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol's messages look like on the wire. Stateless and shared by all connections that speak it: what
 * {@link #eventStart} returns is kept per instance and sent to every subscriber, so there must be one instance a form.
 *
 * <p>Messages are text. A protocol of bytes gives each byte as the character of that number (ISO 8859-1), which a string
 * keeps in one byte, too; its connections' outlets send them as bytes.
 */
public interface HubProtocol {

    /** As operators know it. */
    String name();

    /** How it spells the members of an event, as clients ask for it. */
    String naming();

    /** Whether several messages may go in one frame. */
    boolean joins();

    /** Whether clients can be asked to answer an event. */
    default boolean asksForResults() {
        return false;
    }

    /** An event as it is the same for all subscriptions. Called once an event and instance at the live edge. */
    String eventStart(RecordedEvent event);

    /**
     * What goes before it.
     *
     * @param start as {@link #eventStart} made it
     * @param resultId the id that the client is to answer under; null: it is not asked to
     */
    default String eventHead(String start, @Nullable String resultId) {
        return "";
    }

    /**
     * The rest of an event's message.
     *
     * @param previous the offset delivered before on the same subscription, −1 for none
     * @param resultId as in {@link #eventHead}
     */
    String eventEnd(long previous, @Nullable String resultId);

    /**
     * Events that a slow client is not sent. Comes in their place.
     *
     * @param from the first of them
     * @param to the last of them
     */
    String skipped(String stream, long from, long to);

    String confirmed(String stream);

    /**
     * The same where the protocol has a place for it.
     *
     * @param next the offset that the subscription begins at
     */
    default String confirmed(String stream, long next) {
        return confirmed(stream);
    }

    /**
     * A call was carried out.
     *
     * @param call the caller's id of it; null: it wants no answer
     * @return null: nothing is to be said
     */
    @Nullable
    String completed(@Nullable String call);

    /**
     * A call was not carried out.
     *
     * @param stream what it was about; null: no stream in particular
     * @return null: nothing is to be said
     */
    @Nullable
    String refused(@Nullable String call, @Nullable String stream, String message);

    /** The same of a subscription, where the client is always told. */
    String subscriptionRefused(@Nullable String call, @Nullable String stream, String message);

    String ping();

    /**
     * The last message before the connection is closed.
     *
     * @param reconnect whether the client may come again
     */
    String close(String reason, boolean reconnect);

    /** Whether a connection is for one subscription and ends with it. */
    default boolean isOneSubscription() {
        return false;
    }

    /** Whether clients must send something every so often, else they count as gone. */
    boolean clientsPing();
}
