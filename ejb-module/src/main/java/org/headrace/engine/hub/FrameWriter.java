package org.headrace.engine.hub;

import java.util.List;
import java.util.Objects;
import org.headrace.engine.hub.WhenSlow.Policy;
import org.headrace.engine.stream.LiveStream.Taken;
import org.headrace.engine.stream.LiveStream.Waiter;
import org.headrace.engine.stream.TailEvent;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes into a connection's next frame: control messages first, then events of its subscriptions in turn. A
 * subscription's confirmation is a control message, and so before its first event.
 */
final class FrameWriter {

    /** How many events a subscription may put into a frame before the next one's turn. */
    private static final int TURN = 16;

    /** The same where there is no next one. */
    private static final int TURN_ALONE = 512;

    /** How many events that are not wanted may be passed over for one frame, before others have the thread. */
    static final int MOST_PASSED = 2_048;

    private final ControlQueue control;
    private final Subscriptions subscriptions;
    private final SharedRuns shared;
    private final Waiter waiter;
    private final Reader reader;
    private Journal journal = Journal.NONE;
    private long messages;
    private int passed;

    /** Begins to read for a subscription that is behind. */
    interface Reader {
        void readBehind(Subscription subscription);
    }

    FrameWriter(ControlQueue control, Subscriptions subscriptions, SharedRuns shared, Waiter waiter, Reader reader) {
        this.control = control;
        this.subscriptions = subscriptions;
        this.shared = shared;
        this.waiter = waiter;
        this.reader = reader;
    }

    /** From now on all is noted. */
    void noteIn(Journal noted) {
        journal = noted;
    }

    /** The next frame; null: there is nothing to send, or the journal has no room for it. */
    @Nullable
    FrameText next(HubProtocol protocol) {
        var frame = new Frame(protocol.joins());
        for (String message = control.peek();
                message != null && frame.hasRoomFor(message.length()) && journal.note(message);
                message = control.peek()) {
            frame.add(message);
            messages++;
            control.remove();
        }
        if (control.isEmpty()) {
            events(protocol, frame);
        }
        return frame.isEmpty() ? null : frame.text();
    }

    /** How many messages have gone into frames. What is said at once, such as an error and why, counts as one. */
    long messages() {
        return messages;
    }

    private void events(HubProtocol protocol, Frame frame) {
        int idle = 0;
        passed = 0;
        while (idle < subscriptions.size() && frame.hasRoomFor(1) && journal.hasRoom()) {
            Subscription subscription = subscriptions.nextTurn();
            Turn turn = subscription == null ? Turn.IDLE : turn(protocol, frame, subscription);
            if (turn == Turn.NO_ROOM) {
                // Else a stream of small events would forever be there before one of large ones.
                subscriptions.putFirst(Objects.requireNonNull(subscription));
                return;
            }
            if (turn == Turn.FULL) {
                return;
            }
            if (passed >= MOST_PASSED) {
                waiter.wake();
                return;
            }
            idle = turn == Turn.IDLE ? idle + 1 : 0;
        }
    }

    private enum Turn {
        IDLE,
        ADDED,
        /** There was something, and none of it was wanted. */
        PASSED,
        /** There is something, and the frame is too full for it. */
        NO_ROOM,
        /** What was added is a frame, and what comes next goes into another. */
        FULL
    }

    private Turn turn(HubProtocol protocol, Frame frame, Subscription subscription) {
        if (!subscription.isReady()) {
            return Turn.IDLE;
        }
        if (subscription.isSlowTo(Policy.CONFLATE)) {
            return skip(protocol, frame, subscription);
        }
        return subscription.hasRead()
                ? addRead(protocol, frame, subscription)
                : addFromTail(protocol, frame, subscription);
    }

    /**
     * Goes on at the newest event, so that a client sees how things stand now even when nothing more happens. A message
     * this short may be more than a frame has room for.
     */
    private Turn skip(HubProtocol protocol, Frame frame, Subscription subscription) {
        long goOn = subscription.live().head();
        String message = protocol.skipped(subscription.stream(), subscription.next(), goOn - 1);
        if (!journal.note(message)) {
            return Turn.NO_ROOM;
        }
        frame.add(message);
        messages++;
        subscription.skipTo(goOn);
        return Turn.ADDED;
    }

    private Turn addFromTail(HubProtocol protocol, Frame frame, Subscription subscription) {
        boolean shares = journal == Journal.NONE && subscription.isLikeOthers();
        Taken taken = take(subscription, shares ? 1 : TURN);
        if (taken.behind()) {
            subscription.beginReading();
            reader.readBehind(subscription);
            return Turn.IDLE;
        }
        if (taken.events().isEmpty()) {
            subscription.foundNothing();
            return Turn.IDLE;
        }
        return shares
                ? addShared(protocol, frame, subscription, taken)
                : addEach(protocol, frame, subscription, taken.events());
    }

    private Taken take(Subscription subscription, int most) {
        return subscription.live().take(waiter, subscription.next(), most);
    }

    private Turn addShared(HubProtocol protocol, Frame frame, Subscription subscription, Taken one) {
        boolean isAlone = subscriptions.size() == 1;
        int most = isAlone ? TURN_ALONE : TURN;
        SharedRun run = shared.get(one.events().get(0), protocol, most, () -> {
            List<TailEvent> more = take(subscription, most).events();
            return more.isEmpty() ? one.events() : more;
        });
        if (run.count() > subscription.room()) {
            return addEach(protocol, frame, subscription, one.events());
        }
        if (!frame.add(run.text())) {
            return Turn.NO_ROOM;
        }
        messages += run.count();
        subscription.sentAllTo(run.last());
        return isAlone ? Turn.FULL : Turn.ADDED;
    }

    private Turn addEach(HubProtocol protocol, Frame frame, Subscription subscription, List<TailEvent> events) {
        Turn turn = Turn.IDLE;
        for (TailEvent event : events) {
            if (!subscription.wants(event.event())) {
                subscription.passOver(event.offset());
                passed++;
                turn = turn == Turn.IDLE ? Turn.PASSED : turn;
            } else if (add(frame, subscription, event.offset(), event.form(protocol, protocol::eventStart), protocol)) {
                turn = Turn.ADDED;
            } else {
                return turn == Turn.ADDED ? turn : Turn.NO_ROOM;
            }
        }
        return turn;
    }

    private Turn addRead(HubProtocol protocol, Frame frame, Subscription subscription) {
        Turn turn = Turn.NO_ROOM;
        for (RecordedEvent event : subscription.read()) {
            if (!add(frame, subscription, event.offset(), protocol.eventStart(event), protocol)) {
                break;
            }
            turn = Turn.ADDED;
        }
        if (turn == Turn.ADDED) {
            subscription.forgetRead();
        }
        return turn;
    }

    private boolean add(Frame frame, Subscription subscription, long offset, String start, HubProtocol protocol) {
        var message = EventMessage.of(protocol, start, subscription.previous(), subscription.resultId(offset));
        if (subscription.room() == 0 || !journal.hasRoom() || !frame.add(message)) {
            return false;
        }
        journal.note(subscription.sentEvent(offset, message.chars()));
        messages++;
        subscription.sent(offset);
        return true;
    }
}
