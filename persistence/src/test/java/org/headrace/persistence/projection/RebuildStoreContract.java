package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.Rebuild.Schemas;
import org.headrace.projection.spi.Rebuild.Start;
import org.headrace.projection.spi.Rebuild.State;
import org.headrace.projection.spi.RebuildStore;
import org.junit.jupiter.api.Test;

/** What stores of rebuilds hold to, beside those of checkpoints and run states. */
abstract class RebuildStoreContract extends ProjectionStoresContract {

    abstract RebuildStore rebuilds();

    @Test
    void rebuildsComeBackAsTheyWereSaved() {
        Rebuild begun = rebuild("saved");
        assertThat(rebuilds().load("saved")).isEmpty();

        rebuilds().save(begun);
        assertThat(rebuilds().load("saved")).contains(begun);
        rebuilds().save(begun.withFinding("they differ"));
        assertThat(rebuilds().load("saved").orElseThrow().finding()).isEqualTo("they differ");
        rebuilds().save(begun.switched());
        assertThat(rebuilds().load("saved").orElseThrow().state()).isEqualTo(State.SWITCHED);
        rebuilds().remove("saved");
        assertThat(rebuilds().load("saved")).isEmpty();
    }

    @Test
    void aRollbackTakesARebuildBack() throws Exception {
        rebuilds().save(rebuild("rolled"));

        jta().rolledBack(() -> {
            rebuilds().save(rebuild("rolled").switched());
            rebuilds().save(rebuild("never"));
            return null;
        });

        assertThat(rebuilds().load("rolled")).contains(rebuild("rolled"));
        assertThat(rebuilds().load("never")).isEmpty();
    }

    @Test
    void ofTwoWhoLockARebuildOneWaitsAndSeesWhatTheOtherMadeOfIt() throws Exception {
        rebuilds().save(rebuild("locked"));
        var locked = new CountDownLatch(1);
        var committing = new AtomicBoolean();

        List<State> seen = Concurrently.all(
                2,
                i -> () -> jta().inTransaction(() -> {
                    if (i == 1) {
                        assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
                        State state = rebuilds().lock("locked").orElseThrow().state();
                        assertThat(committing).isTrue();
                        return state;
                    }
                    State state = rebuilds().lock("locked").orElseThrow().state();
                    locked.countDown();
                    rebuilds().save(rebuild("locked").switched());
                    committing.set(true);
                    return state;
                }));

        assertThat(seen).containsExactly(State.BUILDING, State.SWITCHED);
    }

    private static Rebuild rebuild(String projection) {
        return new Rebuild(
                projection,
                State.BUILDING,
                List.of("a", "b"),
                new Schemas("public", "headrace_rebuild_x", "headrace_previous_x"),
                new Start(Instant.parse("2026-01-31T12:00:00.123456789Z"), "ada", "new column", true),
                null);
    }
}
