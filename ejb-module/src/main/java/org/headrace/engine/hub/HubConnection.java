package org.headrace.engine.hub;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.headrace.engine.hub.ConnectionStatus.Details;
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

    /** How many calls may wait to be looked at before the client counts as hostile. */
    private static final int MOST_CALLS = 1_024;

    /** The same of answers to events: there may be as many as a window has. */
    private static final int MOST_ANSWERS = Window.MOST + MOST_CALLS;

    private final Home home;
    private final HubParts parts;
    private final HubSettings settings;
    private final ClientOrigin origin;
    private final String id;
    private final Instant connectedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Mailbox mailbox;
    private final ControlQueue control = new ControlQueue();
    private final SubscriptionDesk desk;
    private final FrameWriter writer;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final ConnectionClock clock;

    // What follows belongs to the mailbox.
    private final Wire wire;
    private volatile @Nullable HubProtocol protocol;
    private volatile @Nullable Resumption resumption;
    private volatile @Nullable String name;
    private volatile Life life = Life.OPEN;
    private long characters;

    private enum Life {
        /** Waits for its client to say what it speaks. */
        OPEN,
        RUNNING,
        /** Its last messages go out. */
        ENDING,
        GONE
    }

    /** What a connection tells and asks of its node. */
    interface Home {
        SubscribedStreams streams();

        void subscribed(int change);

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
        this.clock = new ConnectionClock(parts.nanoTime(), settings);
        this.wire = new Wire(outlet, parts.nanoTime(), mailbox::post, broken -> lost(broken, "Sending failed"));
        Waiter waiter = this::wake;
        this.desk = new SubscriptionDesk(new AsClient(), home, parts, settings, waiter);
        this.writer = new FrameWriter(control, desk.subscriptions(), waiter, desk::readBehind);
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
                var reader = new ReplayReader(parts, new AsClient(), reason -> end(reason, true, null));
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

    /** The client has come back on a new transport: the old one is closed, and whatever still comes from it ignored. */
    public void attach(Outlet other) {
        mailbox.post(() -> {
            Resumption kept = resumption;
            if (kept == null || life != Life.RUNNING) {
                other.close("The connection has ended");
                return;
            }
            clock.heard();
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
        request(() -> desk.subscribe(call, wanted));
    }

    /** Unsubscribes; the other subscriptions go on. Without a subscription to the stream it does nothing. */
    public void unsubscribe(@Nullable String call, String stream) {
        request(() -> desk.unsubscribe(call, stream));
    }

    /** The client has dealt with all events of the stream up to an offset. */
    public void acknowledge(@Nullable String call, String stream, long offset) {
        request(() -> desk.acknowledge(call, stream, offset));
    }

    /**
     * The client has answered a call of ours, with a result or an error.
     *
     * @param id of that call; one that no answer is waited for is ignored
     */
    public void answered(String id) {
        request(answers, MOST_ANSWERS, () -> desk.answered(id));
    }

    /** Answers a call that cannot be carried out. */
    public void refuse(@Nullable String call, String message) {
        request(() -> say(running().refused(call, null, message)));
    }

    /** Answers a subscription that cannot be. */
    public void refuseSubscription(@Nullable String call, @Nullable String stream, String message) {
        request(() -> say(running().subscriptionRefused(call, stream, message)));
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
        return ask(subscribed -> new Details(
                protocol == null ? null : protocol.name(),
                protocol == null ? null : protocol.naming(),
                writer.messages(),
                characters,
                wire.isBusy() ? timeOf(wire.changedAt()) : null,
                subscribed.statuses()));
    }

    /** @param details null: it did not tell them */
    ConnectionStatus status(@Nullable Details details) {
        return new ConnectionStatus(id, origin, connectedAt, timeOf(clock.heardAt()), details);
    }

    private Instant timeOf(long nanos) {
        return Instant.now().minusNanos(clock.now() - nanos).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Looks after the clocks; called every second or so. */
    void tick() {
        mailbox.post(this::checkClocks);
    }

    private void wake() {
        mailbox.post(() -> {});
    }

    private void request(Runnable request) {
        request(calls, MOST_CALLS, request);
    }

    private void request(AtomicInteger waiting, int most, Runnable request) {
        if (waiting.incrementAndGet() > most) {
            end("Too many calls at once", false);
            return;
        }
        mailbox.post(() -> {
            waiting.decrementAndGet();
            if (life == Life.RUNNING) {
                request.run();
            }
        });
    }

    /** What a numbered message means, or what is said about them. */
    interface Numbered {
        /** @return what is wrong with it; null: nothing */
        @Nullable
        String on(Resumption kept, long now);
    }

    void numbered(Outlet from, Numbered message) {
        request(() -> {
            Resumption kept = resumption;
            String fault = kept == null || from != wire.outlet() ? null : message.on(kept, clock.now());
            if (fault != null) {
                end(fault, false, null);
            }
        });
    }

    private void say(@Nullable String message) {
        if (message != null && life == Life.RUNNING && !control.offer(message)) {
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
        characters += frame.length();
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
        if (life == Life.RUNNING && !isDetached()) {
            desk.endIfTooSlow();
        }
        Resumption kept = life == Life.RUNNING ? resumption : null;
        if (kept != null && !kept.isAttached()) {
            waitForClient(kept);
        } else if (life == Life.ENDING && clock.isFarewellOver()) {
            abort("The client does not read");
        } else if (clock.isStuck(wire)) {
            lost(wire.outlet(), "The client does not read: a frame took longer than " + settings.sendTimeout());
        } else if (life == Life.OPEN && clock.isHandshakeOverdue()) {
            abort("No handshake");
        } else if (life == Life.RUNNING && clock.isSilent()) {
            String reason =
                    "The client was silent for " + settings.beat().silence().toSeconds() + " s";
            if (kept == null) {
                end(reason, true, null);
            } else {
                lost(wire.outlet(), reason);
            }
        } else if (life == Life.RUNNING && !wire.isBusy()) {
            ping(kept);
        }
        if (kept != null) {
            kept.tick(clock.now());
        }
    }

    private void waitForClient(Resumption kept) {
        desk.forgetRead();
        if (!kept.isOverdue(clock.now(), settings.beat())) {
            return;
        }
        if (kept.isDetached()) {
            abort("The client did not come back");
        } else {
            lost(wire.outlet(), "The client did not say where it goes on");
        }
    }

    private void ping(@Nullable Resumption kept) {
        if (!running().clientsPing() && clock.takeProbe()) {
            wire.outlet().probe();
        }
        if (!clock.isPingDue(wire)) {
            return;
        }
        if (kept == null) {
            say(running().ping());
        } else {
            kept.sayAside(running().ping());
        }
    }

    /** What the desk may ask of its connection. */
    private final class AsClient implements SubscriptionDesk.Client {

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
        public void end(String reason) {
            HubConnection.this.end(reason, false, null);
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
