package org.headrace.engine.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What lets a connection outlive its transport: the numbers of what was sent and received, and what is sent again. Only
 * used by its connection's tasks, one at a time.
 */
final class Resumption {

    /** As clients do it, which hold back when they have sent much that is not acknowledged. */
    private static final Duration ACK_DELAY = Duration.ofSeconds(1);

    private final NumberedProtocol protocol;
    private final FrameWriter writer;
    private final Replay.Reader reader;
    private final SentRecord sent;
    private final ClientCount count = new ClientCount();
    private final ControlQueue aside = new ControlQueue();
    private volatile Phase phase = Phase.ATTACHED;
    private long since;
    private long owedSince;
    private boolean owesAck;
    private @Nullable Replay replay;

    private enum Phase {
        ATTACHED,
        /** There is a new transport, on which the client has not said yet where it goes on. */
        AWAITING,
        DETACHED
    }

    /** @param writer composes what is new */
    Resumption(NumberedProtocol protocol, FrameWriter writer, Replay.Reader reader) {
        this.protocol = protocol;
        this.writer = writer;
        this.reader = reader;
        this.sent = new SentRecord(protocol);
        writer.noteIn(sent);
    }

    /** May be asked by any thread. */
    boolean isDetached() {
        return phase == Phase.DETACHED;
    }

    boolean isAttached() {
        return phase == Phase.ATTACHED;
    }

    /** The transport broke. */
    void detach(long now) {
        phase = Phase.DETACHED;
        since = now;
        stopReplay();
        aside.clear();
    }

    /** There is a new transport. */
    void attach(long now) {
        detach(now);
        phase = Phase.AWAITING;
    }

    /** Whether the client has kept it waiting for too long, for a transport or for a word on it. */
    boolean isOverdue(long now, HubSettings.Heartbeat beat) {
        return switch (phase) {
            case ATTACHED -> false;
            case AWAITING -> now - since > beat.handshake().toNanos();
            case DETACHED -> now - since > beat.grace().toNanos();
        };
    }

    /**
     * The client goes on with the message of this number, and is told where the server does.
     *
     * @return what is wrong with that; null: nothing
     */
    @Nullable
    String continueAt(long number, long now) {
        if (phase != Phase.AWAITING) {
            return "Only the first message of a resumed connection is a Sequence";
        }
        if (!count.continuesAt(number)) {
            return "The client goes on at its message " + number + ", and " + count.received()
                    + " have been received: messages are missing";
        }
        phase = Phase.ATTACHED;
        aside.offer(protocol.continuesAt(sent.first()));
        replay = new Replay(protocol, sent.pieces(), reader);
        sent.resumed();
        // What was acknowledged before may not have arrived; and clients do not like to hear it while they send again.
        owesAck = count.received() > 0;
        owedSince = now;
        return null;
    }

    /**
     * A numbered message of the client has come.
     *
     * @param asked done unless it had come before
     * @return what is wrong with that; null: nothing
     */
    @Nullable
    String arrived(Runnable asked, long now) {
        if (!isAttached()) {
            return isDetached() ? null : "The first message of a resumed connection must be a Sequence";
        }
        oweAck(now);
        if (count.isNew()) {
            asked.run();
        }
        return null;
    }

    /**
     * The client has received all up to a number.
     *
     * @return what is wrong with that; null: nothing
     */
    @Nullable
    String acknowledge(long number) {
        return sent.acknowledge(number)
                ? null
                : "The client acknowledges message " + number + ", and " + sent.last() + " have been sent";
    }

    /** Acknowledges what is due. */
    void tick(long now) {
        if (owesAck && isAttached() && now - owedSince > ACK_DELAY.toNanos()) {
            owesAck = false;
            aside.offer(protocol.received(count.received()));
        }
    }

    /** Says something that takes no number, ahead of all that waits. */
    void sayAside(String message) {
        aside.offer(message);
    }

    /**
     * Makes way for the connection's last message.
     *
     * @return whether what waits before it cannot go out, and must be dropped
     */
    boolean giveWay() {
        boolean isHeldUp = replay != null || !sent.hasRoom() || !isAttached();
        stopReplay();
        if (phase == Phase.AWAITING) {
            phase = Phase.ATTACHED;
        }
        return isHeldUp;
    }

    private void stopReplay() {
        Replay again = replay;
        if (again != null) {
            again.cancel();
            replay = null;
        }
    }

    /** The next frame; null: there is none at this moment. */
    @Nullable
    FrameText next() {
        if (!isAttached()) {
            return null;
        }
        String message = aside.peek();
        if (message != null) {
            aside.remove();
            return new FrameText(message);
        }
        Replay again = replay;
        if (again != null) {
            FrameText frame = again.next();
            if (frame != null || !again.isOver()) {
                return frame;
            }
            replay = null;
        }
        return writer.next(protocol);
    }

    private void oweAck(long now) {
        if (!owesAck) {
            owesAck = true;
            owedSince = now;
        }
    }
}
