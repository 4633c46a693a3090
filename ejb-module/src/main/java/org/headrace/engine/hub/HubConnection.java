package org.headrace.engine.hub;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.jspecify.annotations.Nullable;

/**
 * One client. Its methods may be called by any thread and return at once: all that happens to a connection happens in
 * its mailbox, one thing after the other, and never blocks. One frame is on its way at a time; the next is composed when
 * it is out, so that a client that reads slowly costs one frame and no thread.
 *
 * <p>A {@code call} is the caller's id of what it asks for, to be answered by a completion; null: it wants no answer.
 */
public final class HubConnection {

    private final HubSettings settings;
    private final ClientOrigin origin;
    private final String id;
    private final ServedClient served;
    private final Mailbox mailbox;
    private final Inbox inbox;
    private final ConnectionReport report;

    /** What a connection tells and asks of its node. */
    interface Home {
        SubscribedStreams streams();

        /** What its connections share of what they send. */
        SharedRuns runs();

        void subscribed(int change);

        /** A frame was handed to a transport. */
        void sent(long messages, long characters);

        /** From now on its client may come back to it under a name. */
        void resumable(String name, HubConnection connection);

        void gone(HubConnection connection);
    }

    HubConnection(Home home, HubParts parts, HubSettings settings, Outlet outlet, ClientOrigin origin, String id) {
        this.settings = settings;
        this.origin = origin;
        this.id = id;
        this.served = new ServedClient(this, home, parts, settings, outlet);
        this.mailbox = served.mailbox();
        this.inbox = new Inbox(mailbox, served::isRunning, () -> mailbox.post(served::overrun));
        this.report = new ConnectionReport(id, origin, served.clock(), served.wire());
    }

    /** Unlike what a client connects with, it may be shown. */
    public String id() {
        return id;
    }

    public ClientOrigin origin() {
        return origin;
    }

    /** What the client may take. */
    public ClientLimits limits() {
        return settings.limits();
    }

    /**
     * The client has said what it speaks.
     *
     * @param greeting sent before all else; null: none
     */
    public void begin(HubProtocol spoken, @Nullable String greeting) {
        mailbox.post(() -> served.begin(spoken, greeting));
    }

    /**
     * The same of a client that may come back when its transport breaks. What it asks for is to be told by a
     * {@link NumberedLine}.
     *
     * @param resumedAs the name that it comes back under, which nobody can guess
     */
    public void begin(NumberedProtocol spoken, String greeting, String resumedAs) {
        begin(spoken, greeting);
        mailbox.post(() -> served.keepUnder(resumedAs, spoken));
    }

    /** What the client has said that it speaks; null: nothing yet. */
    public @Nullable HubProtocol spoken() {
        return served.spoken();
    }

    /** Under which its client may come back; null: it may not. */
    @Nullable
    String name() {
        return served.name();
    }

    boolean isDetached() {
        return served.isDetached();
    }

    /**
     * The client has come back on a new transport: the old one is closed, and whatever still comes from it ignored.
     *
     * @param from the same principal, who may be known for longer now
     */
    public void attach(Outlet other, ClientOrigin from) {
        mailbox.post(() -> served.attach(other, from));
    }

    /** The transport broke. A connection that its client may come back to is kept for a while. */
    public void lost(Outlet broken) {
        mailbox.post(() -> served.lost(broken, "The transport broke"));
    }

    /** The client has sent something, be it only a sign of life. */
    public void heard() {
        served.clock().heard();
    }

    /** Subscribes, in place of an earlier subscription to the same stream. Confirmed before its first event. */
    public void subscribe(@Nullable String call, SubscriptionRequest wanted) {
        inbox.call(() -> served.desk().subscribe(call, wanted));
    }

    /** Unsubscribes; the other subscriptions go on. Without a subscription to the stream it does nothing. */
    public void unsubscribe(@Nullable String call, String stream) {
        inbox.call(() -> served.desk().unsubscribe(call, stream));
    }

    /** The client has dealt with all events of the stream up to an offset. */
    public void acknowledge(@Nullable String call, String stream, long offset) {
        inbox.call(() -> served.desk().acknowledge(call, stream, offset));
    }

    /**
     * The client has answered a call of ours, with a result or an error.
     *
     * @param id of that call; one that no answer is waited for is ignored
     */
    public void answered(String id) {
        inbox.answer(() -> served.desk().answered(id));
    }

    /** Answers a call that cannot be carried out. */
    public void refuse(@Nullable String call, String message) {
        inbox.call(() -> served.say(served.protocol().refused(call, null, message)));
    }

    /** Answers a subscription that cannot be. */
    public void refuseSubscription(@Nullable String call, @Nullable String stream, String message) {
        inbox.call(() -> served.say(served.protocol().subscriptionRefused(call, stream, message)));
    }

    /** Says why, then closes. */
    public void end(String reason, boolean reconnect) {
        mailbox.post(() -> served.end(reason, reconnect));
    }

    /** Sends a last message as it is, then closes: for a client whose language is not known. */
    public void reject(String lastMessage, String reason) {
        mailbox.post(() -> served.end(reason, false, lastMessage));
    }

    /** The client has gone for good: everything that was held for it is let go. */
    public void gone() {
        mailbox.post(served::leave);
    }

    /**
     * Asks it something, or has it do something, in its mailbox.
     *
     * @return fails with a {@link ConnectionNotFoundException} when the client has gone
     */
    <T> CompletableFuture<T> ask(Function<SubscriptionDesk, T> question) {
        var answer = new CompletableFuture<T>();
        mailbox.post(() -> {
            if (served.isGone()) {
                answer.completeExceptionally(new ConnectionNotFoundException(id));
                return;
            }
            try {
                answer.complete(question.apply(served.desk()));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    CompletableFuture<Details> details() {
        return ask(subscribed -> report.details(served.spoken(), served.messages(), subscribed));
    }

    /** @param details null: it did not tell them */
    ConnectionStatus status(@Nullable Details details) {
        return report.status(details);
    }

    /** How many events the subscription is behind that is behind most, as of the last tick. */
    long mostBehind() {
        return served.mostBehind();
    }

    /** Looks after the clocks; called every second or so. */
    void tick() {
        mailbox.post(served::checkClocks);
    }

    void numbered(Outlet from, Numbered message) {
        inbox.call(() -> served.numbered(from, message));
    }
}
