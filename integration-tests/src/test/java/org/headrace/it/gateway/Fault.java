package org.headrace.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What befalls one call to the gateway. */
public final class Fault {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** When it befalls the call. */
    enum Moment {
        BEFORE_EFFECT,
        AFTER_EFFECT
    }

    private final Moment moment;
    private final Duration held;
    private final boolean drops;
    private final CountDownLatch fired = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private Fault(Moment moment, Duration held, boolean drops) {
        this.moment = moment;
        this.held = held;
        this.drops = drops;
    }

    /** The call waits until it is let go, and then takes effect. */
    public static Fault heldBeforeEffect() {
        return new Fault(Moment.BEFORE_EFFECT, DEADLINE, false);
    }

    /** The call takes effect; its answer waits until it is let go. */
    public static Fault heldAfterEffect() {
        return new Fault(Moment.AFTER_EFFECT, DEADLINE, false);
    }

    /** The call takes effect; its answer comes late. */
    public static Fault lateAnswer(Duration delay) {
        return new Fault(Moment.AFTER_EFFECT, delay, false);
    }

    /** The call takes effect; its connection is closed without an answer. */
    public static Fault droppedAfterEffect() {
        return new Fault(Moment.AFTER_EFFECT, Duration.ZERO, true);
    }

    /** Until the call is there. */
    public void awaitFired() throws InterruptedException {
        assertThat(fired.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                .as("a call has come, to be held or dropped")
                .isTrue();
    }

    public void letGo() {
        released.countDown();
    }

    /** False: the connection is to be closed without an answer. */
    boolean befall(Moment reached) {
        if (reached != moment) {
            return true;
        }
        fired.countDown();
        try {
            // Whether it was let go or time ran out makes no difference to the caller.
            boolean ignored = released.await(held.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !drops;
    }
}
