package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.headrace.persistence.testing.AllocatedBytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a message to one more subscriber allocates: a count that does not depend on how fast the machine is. */
class HubAllocationTest {

    private static final int EVENTS = 300;
    private static final String DATA = "\"" + "x".repeat(2_000) + "\"";

    /** Less than the event itself has, which is made once. */
    private static final long MOST_BYTES_A_MESSAGE = 800;

    private final TestHub hub = new TestHub();
    private final AtomicLong sent = new AtomicLong();

    @AfterEach
    void close() {
        hub.close();
    }

    /** A client that takes all that it is sent, at once. */
    private final class Taking implements Outlet {

        private final Consumer<FrameText> confirmed;

        Taking(Consumer<FrameText> confirmed) {
            this.confirmed = confirmed;
        }

        @Override
        public void send(FrameText frame, Consumer<@Nullable Throwable> done) {
            if (frame.length() > DATA.length()) {
                sent.incrementAndGet();
            } else {
                confirmed.accept(frame);
            }
            done.accept(null);
        }

        @Override
        public void probe() {}

        @Override
        public void close(String reason) {}
    }

    private void subscribe(int clients) {
        var confirmed = new AtomicLong();
        for (int i = 0; i < clients; i++) {
            hub.connect(new Taking(frame -> confirmed.incrementAndGet()))
                    .subscribe("1", new SubscriptionRequest("S", null, SubscriptionOptions.NONE));
        }
        TestHub.await("subscribed").until(() -> confirmed.get() >= clients);
    }

    /** Events one by one, each with its own frame for everybody. */
    private long allocatedFor(int clients) {
        sent.set(0);
        long before = AllocatedBytes.byAllThreads();
        for (int i = 1; i <= EVENTS; i++) {
            long wanted = (long) i * clients;
            hub.append("S", 1, DATA);
            while (sent.get() < wanted) {
                Thread.onSpinWait();
            }
        }
        return AllocatedBytes.byAllThreads() - before;
    }

    @Test
    @Timeout(60)
    void oneMoreSubscriberCostsLessThanTheEvent() {
        subscribe(10);
        allocatedFor(10);
        long few = allocatedFor(10);
        subscribe(90);
        long many = allocatedFor(100);

        long aMessage = (many - few) / (EVENTS * 90L);
        System.out.printf("HubAllocationTest: %d bytes a message, %d an event%n", aMessage, few / EVENTS);
        assertThat(aMessage).isPositive().isLessThan(MOST_BYTES_A_MESSAGE);
    }
}
