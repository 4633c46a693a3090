package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When what a transport says of its frame is looked at. */
class WireTest {

    private final RecordingOutlet outlet = new RecordingOutlet();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<Outlet> failed = new ArrayList<>();
    private final Wire wire = new Wire(outlet, System::nanoTime, tasks::add, failed::add);

    @Test
    void aFrameThatGoesOutAtOnceNeedsNoTask() {
        wire.send(new FrameText("one"));

        assertThat(wire.isBusy()).isFalse();
        assertThat(tasks).isEmpty();
    }

    @Test
    void aFrameThatGoesOutLaterIsLookedAtInATask() {
        outlet.stall();
        wire.send(new FrameText("one"));
        assertThat(wire.isBusy()).isTrue();
        outlet.readOne();

        assertThat(wire.isBusy()).as("before the task").isTrue();
        assertThat(tasks).hasSize(1);
        tasks.get(0).run();
        assertThat(wire.isBusy()).isFalse();
        assertThat(failed).isEmpty();
    }

    @Test
    void aFailureIsToldAtOnceOrInATask() {
        outlet.failWith(new IOException("broken"));
        wire.send(new FrameText("one"));
        assertThat(failed).containsExactly(outlet);

        outlet.stall();
        wire.send(new FrameText("two"));
        outlet.loseOne();
        assertThat(failed).hasSize(1);
        tasks.forEach(Runnable::run);
        assertThat(failed).containsExactly(outlet, outlet);
    }

    @Test
    void whatAnExchangedTransportSaysIsIgnored() {
        outlet.stall();
        wire.send(new FrameText("one"));
        wire.exchange(new RecordingOutlet().stall());
        wire.send(new FrameText("two"));
        outlet.loseOne();
        tasks.forEach(Runnable::run);

        assertThat(wire.isBusy()).isTrue();
        assertThat(failed).isEmpty();
    }
}
