package org.headrace.engine.hub;

import java.util.Objects;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A connection as its own tasks see it, one at a time: what it speaks, whether it lives, and what goes out to its client.
 * One frame is on its way at a time; the next is composed when it is out.
 */
final class ServedClient implements SubscriptionDesk.Client, ConnectionWatch.Watched {

    /** Frames that a transport takes at once; then other connections get the thread. */
    private static final int FRAMES_AT_ONCE = 16;

    private final HubConnection connection;
    private final HubConnection.Home home;
    private final HubParts parts;
    private final Mailbox mailbox;
    private final ControlQueue control = new ControlQueue();
    private final ConnectionClock clock;
    private final Wire wire;
    private final SubscriptionDesk desk;
    private final FrameWriter writer;
    private final ConnectionWatch watch;
    private volatile @Nullable HubProtocol protocol;
    private volatile @Nullable Resumption resumption;
    private volatile @Nullable String name;
    private volatile Life life = Life.OPEN;
    private volatile long mostBehind;

    ServedClient(
            HubConnection connection, HubConnection.Home home, HubParts parts, HubSettings settings, Outlet outlet) {
        this.connection = connection;
        this.home = home;
        this.parts = parts;
        this.mailbox = new Mailbox(parts.lanes().work(), this::write);
        this.clock = new ConnectionClock(parts.nanoTime(), settings);
        this.clock.endAt(connection.origin().expiresAt());
        this.wire = new Wire(outlet, parts.nanoTime(), mailbox::post, broken -> lost(broken, "Sending failed"));
        Waiter waiter = () -> mailbox.post(() -> {});
        this.desk = new SubscriptionDesk(this, home, parts, settings, waiter);
        this.writer = new FrameWriter(control, desk.subscriptions(), home.runs(), waiter, desk::readBehind);
        this.watch = new ConnectionWatch(this, clock, wire, desk, settings);
    }

    Mailbox mailbox() {
        return mailbox;
    }

    ConnectionClock clock() {
        return clock;
    }

    Wire wire() {
        return wire;
    }

    SubscriptionDesk desk() {
        return desk;
    }

    /** How many messages have gone out. */
    long messages() {
        return writer.messages();
    }

    /** Null: nothing yet. May be asked by any thread. */
    @Nullable
    HubProtocol spoken() {
        return protocol;
    }

    /** May be asked by any thread. */
    @Nullable
    String name() {
        return name;
    }

    /** May be asked by any thread. */
    boolean isDetached() {
        Resumption kept = resumption;
        return kept != null && kept.isDetached();
    }

    /** May be asked by any thread. */
    long mostBehind() {
        return mostBehind;
    }

    boolean isRunning() {
        return life == Life.RUNNING;
    }

    @Override
    public boolean isGone() {
        return life == Life.GONE;
    }

    @Override
    public String id() {
        return connection.id();
    }

    @Override
    public ClientOrigin origin() {
        return connection.origin();
    }

    @Override
    public HubProtocol protocol() {
        return Objects.requireNonNull(protocol);
    }

    @Override
    public void post(Runnable task) {
        mailbox.post(task);
    }

    void begin(HubProtocol spoken, @Nullable String greeting) {
        if (life == Life.OPEN) {
            protocol = spoken;
            life = Life.RUNNING;
            if (greeting != null) {
                control.offer(greeting);
            }
        }
    }

    void keepUnder(String resumedAs, NumberedProtocol spoken) {
        if (life == Life.RUNNING) {
            var reader = new ReplayReader(parts, this, reason -> end(reason, true));
            resumption = new Resumption(spoken, writer, reader);
            name = resumedAs;
            home.resumable(resumedAs, connection);
        }
    }

    void attach(Outlet other, ClientOrigin from) {
        Resumption kept = resumption;
        if (kept == null || life != Life.RUNNING) {
            other.close("The connection has ended");
            return;
        }
        clock.heard();
        clock.endAt(from.expiresAt());
        kept.attach(clock.now());
        wire.exchange(other).close("The client has come back on another transport");
    }

    void numbered(Outlet from, Numbered message) {
        Resumption kept = resumption;
        String fault = kept == null || from != wire.outlet() ? null : message.on(kept, clock.now());
        if (fault != null) {
            end(fault, false);
        }
    }

    void overrun() {
        shed(Shed.TOO_MANY_CALLS);
        end("Too many calls at once", false);
    }

    @Override
    public void shed(Shed why) {
        if (life == Life.OPEN || life == Life.RUNNING) {
            parts.observer().shed(why);
        }
    }

    @Override
    public void say(@Nullable String message) {
        if (message != null && life == Life.RUNNING && !control.offer(message)) {
            shed(Shed.ANSWERS_NOT_READ);
            abort("The client does not read the answers to its calls");
        }
    }

    /** Sends what there is to send, a frame after the other, until one stays on its way. */
    private void write() {
        for (int sent = 0; sent < FRAMES_AT_ONCE; sent++) {
            if (wire.isBusy() || life == Life.GONE || !writeFrame()) {
                return;
            }
        }
        mailbox.post(() -> {});
    }

    /** False: there is none. */
    private boolean writeFrame() {
        long before = writer.messages();
        FrameText frame = nextFrame();
        if (frame == null) {
            if (life == Life.ENDING) {
                abort("Goodbye");
            }
            return false;
        }
        home.sent(writer.messages() - before, frame.length());
        wire.send(frame);
        return true;
    }

    private @Nullable FrameText nextFrame() {
        HubProtocol spoken = protocol;
        Resumption kept = resumption;
        if (spoken != null) {
            return kept == null ? writer.next(spoken) : kept.next();
        }
        String message = control.peek();
        if (message == null) {
            return null;
        }
        control.remove();
        return new FrameText(message);
    }

    @Override
    public void lost(String reason) {
        lost(wire.outlet(), reason);
    }

    void lost(Outlet broken, String reason) {
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

    @Override
    public void end(String reason) {
        end(reason, false);
    }

    @Override
    public void end(String reason, boolean reconnect) {
        end(reason, reconnect, null);
    }

    /** @param lastMessage sent as it is; null: what the protocol has for it */
    void end(String reason, boolean reconnect, @Nullable String lastMessage) {
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
        HubProtocol spoken = protocol;
        if (lastMessage != null) {
            control.offer(lastMessage);
        } else if (spoken != null) {
            control.offer(spoken.close(reason, reconnect));
        }
    }

    @Override
    public void abort(String reason) {
        leave();
        wire.outlet().close(reason);
    }

    void leave() {
        if (life == Life.GONE) {
            return;
        }
        life = Life.GONE;
        control.clear();
        desk.clear();
        home.gone(connection);
    }

    void checkClocks() {
        mostBehind = desk.subscriptions().mostBehind();
        if (life == Life.OPEN) {
            watch.checkOpening();
        } else if (life == Life.RUNNING) {
            watch.checkRunning(protocol(), resumption);
        } else if (life == Life.ENDING) {
            watch.checkEnding();
        }
    }
}
