package org.headrace.engine.hub;

import java.util.Comparator;
import java.util.List;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.hub.SubscriptionAction.Close;
import org.headrace.engine.hub.SubscriptionAction.Pause;
import org.headrace.engine.hub.SubscriptionAction.Rewind;
import org.headrace.engine.stream.LiveStream;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.headrace.engine.stream.PatientQuery;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/**
 * What a client's calls do to its subscriptions, and what becomes of them. Only used by its connection's tasks, one at a
 * time.
 */
final class SubscriptionDesk {

    private static final Log LOG = Log.of(SubscriptionDesk.class);

    private final Client client;
    private final HubConnection.Home home;
    private final HubParts parts;
    private final int most;
    private final Waiter waiter;
    private final Subscriptions subscriptions = new Subscriptions();
    private long numbers;
    private final PatternDesk patterns;
    private int named;

    /** The connection that the subscriptions belong to. */
    interface Client {

        /** Of the connection, as it may be shown. */
        String id();

        /** What it speaks. */
        HubProtocol protocol();

        ClientOrigin origin();

        /** @param message null: nothing is to be said */
        void say(@Nullable String message);

        /** Says why, then closes. */
        void end(String reason);

        /** Has something done by the connection, after what it does now. */
        void post(Runnable task);

        /** May be asked by any thread. */
        boolean isGone();
    }

    /**
     * Without subscriptions.
     *
     * @param settings how many there may be
     * @param waiter woken when there are events for one of them
     */
    SubscriptionDesk(Client client, HubConnection.Home home, HubParts parts, HubSettings settings, Waiter waiter) {
        this.client = client;
        this.home = home;
        this.parts = parts;
        this.most = settings.maxSubscriptions();
        this.waiter = waiter;
        this.patterns = new PatternDesk(client, home, parts, settings, new Matched());
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    void subscribe(@Nullable String call, SubscriptionRequest request) {
        String stream = request.stream();
        Long from = request.from();
        String fault = faultOf(request);
        if (fault != null) {
            client.say(client.protocol().subscriptionRefused(call, stream, fault));
            return;
        }
        if (StreamPattern.isOne(stream)) {
            patterns.subscribe(call, request);
            return;
        }
        Subscription subscription = add(stream, request.options(), null);
        if (from != null) {
            place(call, subscription, from);
        }
        whenHeadIsKnown(call, subscription);
    }

    void unsubscribe(@Nullable String call, String stream) {
        Subscription subscription = subscriptions.find(stream);
        if (!patterns.unsubscribe(stream) && subscription != null && subscription.pattern() == null) {
            remove(subscription);
            patterns.handOver(subscription);
        }
        complete(call);
    }

    void acknowledge(@Nullable String call, String stream, long offset) {
        Subscription subscription = subscriptions.find(stream);
        if (subscription == null) {
            client.say(client.protocol().refused(call, stream, "Not subscribed to " + stream));
        } else if (!subscription.acknowledge(offset)) {
            client.say(client.protocol()
                    .refused(call, stream, "Offset " + offset + " of " + stream + " has not been sent"));
        } else {
            complete(call);
        }
    }

    /** The client has answered an event. */
    void answered(String id) {
        ResultId answer = ResultId.of(id);
        Subscription subscription = answer == null ? null : subscriptions.find(answer.subscription());
        if (answer != null && subscription != null) {
            subscription.answered(answer.offset());
        }
    }

    /** The patterns that are subscribed to, in order. */
    List<String> patterns() {
        return patterns.names();
    }

    /** In order of the streams' names. */
    List<SubscriptionStatus> statuses() {
        return subscriptions.all().stream()
                .map(Subscription::status)
                .sorted(Comparator.comparing(SubscriptionStatus::stream))
                .toList();
    }

    /**
     * Whether an operator may do something to a subscription.
     *
     * @return false: there is none that has begun
     * @throws InvalidInputException for {@code offset}
     */
    boolean allows(String stream, SubscriptionAction action) {
        Subscription subscription = subscriptions.find(stream);
        if (subscription == null || !subscription.isPlaced()) {
            return false;
        }
        if (action instanceof Rewind rewind && rewind.offset() > subscription.next()) {
            throw new InvalidInputException(
                    "offset",
                    "must be from 0 to " + subscription.next() + ", where the subscription is: a rewind skips nothing");
        }
        return true;
    }

    /**
     * Does it, if it is allowed.
     *
     * @param because what a client that loses its subscription is told beside the fact
     */
    boolean carryOut(String stream, SubscriptionAction action, String because) {
        Subscription subscription = subscriptions.find(stream);
        if (subscription == null || !allows(stream, action)) {
            return false;
        }
        if (action instanceof Rewind rewind) {
            Subscription anew = add(stream, subscription.options(), subscription.pattern());
            anew.pause(subscription.isPaused());
            anew.knowsHead();
            anew.startAt(rewind.offset());
        } else if (action instanceof Close) {
            end(subscription, "An operator ended the subscription to " + stream + because);
        } else {
            subscription.pause(action instanceof Pause);
            // Else what is appended next would wake the connection for nothing.
            subscription.live().forget(waiter);
        }
        return true;
    }

    /** Begins to read for a subscription that is behind what the node holds. */
    void readBehind(Subscription subscription) {
        LiveStream live = subscription.live();
        long from = subscription.next();
        int use = subscription.use();
        PatientQuery.ask(
                parts.lanes().catchUp(),
                parts.lanes().later(),
                () -> live.readBehind(from, Frame.CHARS, use),
                behind -> client.post(() -> {
                    if (subscriptions.isCurrent(subscription)) {
                        endReading(subscription, behind);
                    }
                }),
                () -> !client.isGone());
    }

    /** Keeps no events in memory for a client that is not there. */
    void forgetRead() {
        subscriptions.all().forEach(Subscription::forgetRead);
    }

    /** Ends the connection when it is too slow for one of its subscriptions, and tells whether it was. */
    boolean endIfTooSlow() {
        Subscription slow = subscriptions.firstTooSlow();
        if (slow == null) {
            return false;
        }
        long most = slow.options().whenSlow().maxLag();
        LOG.write(LogMessage.CONNECTION_TOO_SLOW, client.id(), slow.lag(), slow.stream(), most);
        parts.observer().shed(Shed.TOO_FAR_BEHIND);
        client.end("The subscription to " + slow.stream() + " is " + slow.lag()
                + " events behind, more than its maxLag of "
                + most
                + ", and whenSlow is disconnect. To go on, subscribe from the offset after the last one received; the"
                + " next one to be sent was " + slow.next());
        return true;
    }

    /** Ends the subscriptions that were beyond where their streams end since a restore, and lets the others go on. */
    void lookIntoCuts() {
        for (Subscription subscription : subscriptions.all()) {
            long was = subscription.next();
            Long goOn = subscription.wasCut() ? subscription.takeCut() : null;
            if (goOn != null) {
                String stream = subscription.stream();
                end(
                        subscription,
                        "The database was restored: events of " + stream + " from offset " + goOn
                                + " on are not those that were sent, and this subscription was at " + was
                                + ": it has ended. Undo what came of them, then subscribe from " + goOn);
            }
        }
    }

    /** Ends all. */
    void clear() {
        patterns.clear();
        subscriptions.all().forEach(this::remove);
    }

    /** In place of an earlier one. */
    private Subscription add(String stream, SubscriptionOptions options, @Nullable PatternSubscription pattern) {
        var subscription = new Subscription(++numbers, home.streams().acquire(stream), options, pattern);
        remove(subscriptions.find(stream));
        subscriptions.add(subscription);
        count(subscription, 1);
        return subscription;
    }

    private @Nullable String faultOf(SubscriptionRequest request) {
        String stream = request.stream();
        Long from = request.from();
        String fault = PatternDesk.faultOf(request);
        if (fault != null) {
            return fault;
        }
        if (from != null && from < 0) {
            return "startFromOffset must not be negative: offsets begin at 0";
        }
        if (request.options().window().byResult() && !client.protocol().asksForResults()) {
            return "acknowledge must be \"ack\" here, where clients do not answer the calls they get: acknowledge"
                    + " offsets";
        }
        boolean isPattern = StreamPattern.isOne(stream);
        if (!isPattern && !parts.access().admits(client.origin(), stream)) {
            return "streamName is " + stream + ", which this client may not read: connect as a user who may";
        }
        boolean replaces = isPattern ? patterns.has(stream) : hasNamed(stream);
        return !replaces && named + patterns.size() >= most ? "A connection may have " + most + " subscriptions" : null;
    }

    private boolean hasNamed(String stream) {
        Subscription subscription = subscriptions.find(stream);
        return subscription != null && subscription.pattern() == null;
    }

    private void place(@Nullable String call, Subscription subscription, long next) {
        subscription.startAt(next);
        client.say(client.protocol().confirmed(subscription.stream(), next));
        complete(call);
    }

    private void whenHeadIsKnown(@Nullable String call, Subscription subscription) {
        Runnable answered = () -> {
            long head = subscription.live().head();
            client.post(() -> {
                subscription.knowsHead();
                if (!subscription.isPlaced()) {
                    placeAtHead(call, subscription, head);
                } else {
                    sayIfAhead(subscription);
                }
            });
        };
        parts.streams().look(answered, () -> !client.isGone());
    }

    /** Who is may mean to wait for that offset, or not know that the database was restored. */
    private void sayIfAhead(Subscription subscription) {
        long head = subscription.live().head();
        boolean isAhead = subscriptions.isCurrent(subscription) && subscription.next() > head + 1;
        if (isAhead && !client.protocol().isOneSubscription()) {
            String stream = subscription.stream();
            client.say(client.protocol()
                    .subscriptionRefused(
                            null,
                            stream,
                            "Stream " + stream + " ends at " + head + ", and this subscription waits for offset "
                                    + subscription.next()
                                    + ". If that was read before, the database was restored: subscribe from "
                                    + (head + 1)));
        }
    }

    private void placeAtHead(@Nullable String call, Subscription subscription, long head) {
        if (subscriptions.isCurrent(subscription)) {
            place(call, subscription, head + 1);
        } else {
            complete(call);
        }
    }

    /** Never a hole: what is archived is read elsewhere, and the client decides where to go on. */
    private void endReading(Subscription subscription, LiveStream.Behind behind) {
        Long liveFrom = behind.liveFrom();
        if (liveFrom == null) {
            subscription.endReading(behind.events());
            return;
        }
        String stream = subscription.stream();
        String reason = "Events of " + stream + " below offset " + liveFrom
                + " are archived, and this subscription was at "
                + subscription.next() + ": it has ended. Subscribe from " + liveFrom
                + ", and read the archived ones at /api/streams/" + stream + "/archive";
        end(subscription, reason);
    }

    private void end(Subscription subscription, String reason) {
        remove(subscription);
        if (client.protocol().isOneSubscription()) {
            client.end(reason);
        } else {
            client.say(client.protocol().subscriptionRefused(null, subscription.stream(), reason));
        }
    }

    private void remove(@Nullable Subscription subscription) {
        if (subscription == null) {
            return;
        }
        subscriptions.remove(subscription);
        subscription.live().forget(waiter);
        home.streams().release(subscription.live());
        count(subscription, -1);
    }

    /** Those of a pattern count as one, and there. */
    private void count(Subscription subscription, int change) {
        if (subscription.pattern() == null) {
            named += change;
            home.subscribed(change);
        }
    }

    private void complete(@Nullable String call) {
        client.say(client.protocol().completed(call));
    }

    /** The subscriptions that patterns open and close. */
    private final class Matched implements PatternDesk.Cursors {

        @Override
        public boolean has(String stream) {
            return subscriptions.find(stream) != null;
        }

        @Override
        public Subscription open(PatternSubscription pattern, String stream, long from) {
            Subscription subscription = add(stream, pattern.options(), pattern);
            subscription.startAt(from);
            return subscription;
        }

        @Override
        public void close(Subscription subscription) {
            remove(subscription);
        }

        @Override
        public List<Subscription> of(PatternSubscription pattern) {
            return subscriptions.all().stream()
                    .filter(subscription -> subscription.pattern() == pattern)
                    .toList();
        }
    }
}
