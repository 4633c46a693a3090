package org.headrace.engine.hub;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * One client. Its methods may be called by any thread and return at once: all that happens to a connection happens in
 * its mailbox, one thing after the other, and never blocks. One frame is on its way at a time; the next is composed when
 * it is out, so that a client that reads slowly costs one frame and no thread.
 *
 * <p>A {@code call} is the caller's id of what it asks for, to be answered by a completion; null: it wants no answer.
 */
public final class HubConnection {

    private final Home home;
    private final HubParts parts;
    private final HubSettings settings;
    private final ClientOrigin origin;
    private final String id;
    private final Mailbox mailbox;
    private final ControlQueue control = new ControlQueue();
    private final SubscriptionDesk desk;
    private final FrameWriter writer;
    private final Inbox inbox;
    private final ConnectionClock clock;
    private final ConnectionWatch watch;
    private final ConnectionReport report;
    private final AsPart part = new AsPart();

    // What follows belongs to the mailbox.
    private final Wire wire;
    private volatile @Nullable HubProtocol protocol;
    private volatile @Nullable Resumption resumption;
    private volatile @Nullable String name;
    private volatile Life life = Life.OPEN;
    private volatile long mostBehind;

    /** What a connection tells and asks of its node. */
    interface Home {
        SubscribedStreams streams();

        void subscribed(int change);

        /** A frame was handed to a transport. */
        void sent(long messages, long characters);

        /** From now on its client may come back to it under a name. */
        void resumable(String name, HubConnection connection);

        void gone(HubConnection connection);
    }

    HubConnection(Home home, HubParts parts, HubSettings settings, Outlet outlet, ClientOrigin origin, String id) {
        this.home = home;
        this.parts = parts;
        this.settings = settings;
        this.origin = origin;
        this.id = id;
        this.mailbox = new Mailbox(parts.lanes().work(), this::write);
        this.inbox = new Inbox(mailbox, () -> life == Life.RUNNING, this::overrun);
        this.clock = new ConnectionClock(parts.nanoTime(), settings);
        this.clock.endAt(origin.expiresAt());
        this.wire = new Wire(outlet, parts.nanoTime(), mailbox::post, broken -> lost(broken, "Sending failed"));
        Waiter waiter = this::wake;
        this.desk = new SubscriptionDesk(part, home, parts, settings, waiter);
        this.writer = new FrameWriter(control, desk.subscriptions(), waiter, desk::readBehind);
        this.report = new ConnectionReport(id, origin, clock, wire);
        this.watch = new ConnectionWatch(part, clock, wire, desk, settings);
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
        mailbox.post(() -> {
            if (life == Life.OPEN) {
                protocol = spoken;
                life = Life.RUNNING;
                if (greeting != null) {
                    control.offer(greeting);
                }
            }
        });
    }

    /**
     * The same of a client that may come back when its transport breaks. What it asks for is to be told by a
     * {@link NumberedLine}.
     *
     * @param resumedAs the name that it comes back under, which nobody can guess
     */
    public void begin(NumberedProtocol spoken, String greeting, String resumedAs) {
        begin(spoken, greeting);
        mailbox.post(() -> {
            if (life == Life.RUNNING) {
                var reader = new ReplayReader(parts, part, reason -> end(reason, true, null));
                resumption = new Resumption(spoken, writer, reader);
                name = resumedAs;
                home.resumable(resumedAs, this);
            }
        });
    }

    /** What the client has said that it speaks; null: nothing yet. */
    public @Nullable HubProtocol spoken() {
        return protocol;
    }

    /** Under which its client may come back; null: it may not. */
    @Nullable
    String name() {
        return name;
    }

    boolean isDetached() {
        Resumption kept = resumption;
        return kept != null && kept.isDetached();
    }

    /**
     * The client has come back on a new transport: the old one is closed, and whatever still comes from it ignored.
     *
     * @param from the same principal, who may be known for longer now
     */
    public void attach(Outlet other, ClientOrigin from) {
        mailbox.post(() -> {
            Resumption kept = resumption;
            if (kept == null || life != Life.RUNNING) {
                other.close("The connection has ended");
                return;
            }
            clock.heard();
            clock.endAt(from.expiresAt());
            kept.attach(clock.now());
            wire.exchange(other).close("The client has come back on another transport");
        });
    }

    /** The transport broke. A connection that its client may come back to is kept for a while. */
    public void lost(Outlet broken) {
        mailbox.post(() -> lost(broken, "The transport broke"));
    }

    /** The client has sent something, be it only a sign of life. */
    public void heard() {
        clock.heard();
    }

    /** Subscribes, in place of an earlier subscription to the same stream. Confirmed before its first event. */
    public void subscribe(@Nullable String call, SubscriptionRequest wanted) {
        inbox.call(() -> desk.subscribe(call, wanted));
    }

    /** Unsubscribes; the other subscriptions go on. Without a subscription to the stream it does nothing. */
    public void unsubscribe(@Nullable String call, String stream) {
        inbox.call(() -> desk.unsubscribe(call, stream));
    }

    /** The client has dealt with all events of the stream up to an offset. */
    public void acknowledge(@Nullable String call, String stream, long offset) {
        inbox.call(() -> desk.acknowledge(call, stream, offset));
    }

    /**
     * The client has answered a call of ours, with a result or an error.
     *
     * @param id of that call; one that no answer is waited for is ignored
     */
    public void answered(String id) {
        inbox.answer(() -> desk.answered(id));
    }

    /** Answers a call that cannot be carried out. */
    public void refuse(@Nullable String call, String message) {
        inbox.call(() -> say(running().refused(call, null, message)));
    }

    /** Answers a subscription that cannot be. */
    public void refuseSubscription(@Nullable String call, @Nullable String stream, String message) {
        inbox.call(() -> say(running().subscriptionRefused(call, stream, message)));
    }

    /** Says why, then closes. */
    public void end(String reason, boolean reconnect) {
        mailbox.post(() -> end(reason, reconnect, null));
    }

    /** Sends a last message as it is, then closes: for a client whose language is not known. */
    public void reject(String lastMessage, String reason) {
        mailbox.post(() -> end(reason, false, lastMessage));
    }

    /** The client has gone for good: everything that was held for it is let go. */
    public void gone() {
        mailbox.post(this::leave);
    }

    /**
     * Asks it something, or has it do something, in its mailbox.
     *
     * @return fails with a {@link ConnectionNotFoundException} when the client has gone
     */
    <T> CompletableFuture<T> ask(Function<SubscriptionDesk, T> question) {
        var answer = new CompletableFuture<T>();
        mailbox.post(() -> {
            if (life == Life.GONE) {
                answer.completeExceptionally(new ConnectionNotFoundException(id));
                return;
            }
            try {
                answer.complete(question.apply(desk));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    CompletableFuture<Details> details() {
        return ask(subscribed -> report.details(protocol, writer.messages(), subscribed));
    }

    /** @param details null: it did not tell them */
    ConnectionStatus status(@Nullable Details details) {
        return report.status(details);
    }

    /** How many events the subscription is behind that is behind most, as of the last tick. */
    long mostBehind() {
        return mostBehind;
    }

    /** Looks after the clocks; called every second or so. */
    void tick() {
        mailbox.post(this::checkClocks);
    }

    private void wake() {
        mailbox.post(() -> {});
    }

    void numbered(Outlet from, Numbered message) {
        inbox.call(() -> {
            Resumption kept = resumption;
            String fault = kept == null || from != wire.outlet() ? null : message.on(kept, clock.now());
            if (fault != null) {
                end(fault, false, null);
            }
        });
    }

    private void shed(Shed why) {
        if (life == Life.OPEN || life == Life.RUNNING) {
            parts.observer().shed(why);
        }
    }

    private void overrun() {
        mailbox.post(() -> {
            shed(Shed.TOO_MANY_CALLS);
            end("Too many calls at once", false, null);
        });
    }

    private void say(@Nullable String message) {
        if (message != null && life == Life.RUNNING && !control.offer(message)) {
            shed(Shed.ANSWERS_NOT_READ);
            abort("The client does not read the answers to its calls");
        }
    }

    private HubProtocol running() {
        return Objects.requireNonNull(protocol);
    }

    /** Sends the next frame unless one is on its way. */
    private void write() {
        if (wire.isBusy() || life == Life.GONE) {
            return;
        }
        HubProtocol spoken = protocol;
        Resumption kept = resumption;
        long before = writer.messages();
        String frame = spoken == null ? control.peek() : kept == null ? writer.next(spoken) : kept.next();
        if (frame == null) {
            if (life == Life.ENDING) {
                abort("Goodbye");
            }
            return;
        }
        if (spoken == null) {
            control.remove();
        }
        home.sent(writer.messages() - before, frame.length());
        wire.send(frame);
    }

    private void lost(Outlet broken, String reason) {
        Resumption kept = resumption;
        if (broken != wire.outlet() || (kept != null && kept.isDetached())) {
            return;
        }
        if (kept == null || life != Life.RUNNING) {
            abort(reason);
            return;
        }
        wire.abandon();
        kept.detach(clock.now());
        desk.forgetRead();
        broken.close(reason);
    }

    private void end(String reason, boolean reconnect, @Nullable String lastMessage) {
        if (life == Life.ENDING || life == Life.GONE) {
            return;
        }
        life = Life.ENDING;
        clock.ending();
        desk.clear();
        Resumption kept = resumption;
        if (kept != null && kept.giveWay()) {
            control.clear();
        }
        if (lastMessage != null) {
            control.offer(lastMessage);
        } else if (protocol != null) {
            control.offer(protocol.close(reason, reconnect));
        }
    }

    private void abort(String reason) {
        leave();
        wire.outlet().close(reason);
    }

    private void leave() {
        if (life == Life.GONE) {
            return;
        }
        life = Life.GONE;
        control.clear();
        desk.clear();
        home.gone(this);
    }

    private void checkClocks() {
        mostBehind = desk.subscriptions().mostBehind();
        if (life == Life.OPEN) {
            watch.checkOpening();
        } else if (life == Life.RUNNING) {
            watch.checkRunning(running(), resumption);
        } else if (life == Life.ENDING) {
            watch.checkEnding();
        }
    }

    /** What the parts of a connection may ask of it. */
    private final class AsPart implements SubscriptionDesk.Client, ConnectionWatch.Watched {

        @Override
        public String id() {
            return id;
        }

        @Override
        public HubProtocol protocol() {
            return running();
        }

        @Override
        public ClientOrigin origin() {
            return origin;
        }

        @Override
        public void say(@Nullable String message) {
            HubConnection.this.say(message);
        }

        @Override
        public void abort(String reason) {
            HubConnection.this.abort(reason);
        }

        @Override
        public void lost(String reason) {
            HubConnection.this.lost(wire.outlet(), reason);
        }

        @Override
        public void shed(Shed reason) {
            HubConnection.this.shed(reason);
        }

        @Override
        public void end(String reason) {
            end(reason, false);
        }

        @Override
        public void end(String reason, boolean reconnect) {
            HubConnection.this.end(reason, reconnect, null);
        }

        @Override
        public void post(Runnable task) {
            mailbox.post(task);
        }

        @Override
        public boolean isGone() {
            return life == Life.GONE;
        }
    }
}
