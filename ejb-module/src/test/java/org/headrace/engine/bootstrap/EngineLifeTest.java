package org.headrace.engine.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.headrace.cluster.spi.NodeLine;
import org.headrace.cluster.spi.NodeStore;
import org.headrace.engine.cluster.ClusterEngine;
import org.headrace.engine.cluster.ClusterSettings;
import org.headrace.stream.EventLogUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineLifeTest {

    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicLong now = new AtomicLong();
    private final StartState state = new StartState();
    private final ClusterEngine cluster = ClusterEngine.over(new UnreachableNodes());
    private final EngineLife life = new EngineLife();

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    EngineLifeTest() {
        life.state = state;
        life.cluster = cluster;
        life.nanoTime = now::get;
    }

    @AfterEach
    void stop() {
        broken.set(false);
        cluster.stop();
    }

    @Test
    void aDatabaseThatIsAwayIsNoReason() {
        cluster.start(Executors.defaultThreadFactory(), new ClusterSettings("test", Duration.ofSeconds(2)));
        state.started();

        assertThat(life.ended()).isEmpty();
    }

    @Test
    void aThreadThatHasEndedIs() {
        broken.set(true);
        cluster.start(Executors.defaultThreadFactory(), new ClusterSettings("test", Duration.ofSeconds(2)));
        assertThat(life.ended()).as("before the start").isEmpty();
        state.started();

        Awaitility.await().until(() -> life.ended().containsKey("lease"));
        state.at("stopping");
        assertThat(life.ended()).isEmpty();
    }

    @Test
    void timersThatDoNotFireAreToldAfterAMinute() {
        cluster.start(Executors.defaultThreadFactory(), new ClusterSettings("test", Duration.ofSeconds(2)));
        state.started();
        life.timerStarted(Duration.ofSeconds(1));
        now.addAndGet(Duration.ofSeconds(62).toNanos());
        assertThat(life.ended()).isEmpty();
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(life.ended()).containsEntry("timers", "the server's timers have not fired for 63 s");

        life.timerFired();

        assertThat(life.ended()).isEmpty();
    }

    /** Does not answer; or fails as nothing may. */
    private final class UnreachableNodes implements NodeStore {
        @Override
        public NodeLine open() {
            if (broken.get()) {
                throw new AssertionError("not to be borne");
            }
            throw new EventLogUnavailableException("away", new IllegalStateException());
        }
    }
}
