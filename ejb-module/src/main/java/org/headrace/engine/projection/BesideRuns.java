package org.headrace.engine.projection;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.headrace.projection.spi.RebuildStore;
import org.headrace.projection.spi.RebuildTables;

/** The new versions that this node builds beside the projections that it runs. Safe for use by many threads. */
final class BesideRuns {

    private final RebuildStore store;
    private final RebuildTables tables;
    private final Consumer<String> switchBySelf;
    private final Map<String, BesideRun> runs = new ConcurrentHashMap<>();

    /** @param switchBySelf switches the projection of the name to its new version, which has caught up */
    BesideRuns(RebuildStore store, RebuildTables tables, Consumer<String> switchBySelf) {
        this.store = store;
        this.tables = tables;
        this.switchBySelf = switchBySelf;
    }

    RebuildStore store() {
        return store;
    }

    RebuildTables tables() {
        return tables;
    }

    void switchBySelf(String projection) {
        switchBySelf.accept(projection);
    }

    void add(ProjectionRunner serving, RunnerParts parts, Wakeups wakeups) {
        runs.put(serving.definition().name(), new BesideRun(serving, parts, wakeups, this));
    }

    /** Offers work where there may be any. Asks the store nothing. */
    void timeout(String projection) {
        BesideRun run = runs.get(projection);
        if (run != null) {
            run.timeout();
        }
    }

    /** The runner of the new version, where this node builds one. */
    Optional<ProjectionRunner> runner(String projection) {
        return Optional.ofNullable(runs.get(projection)).flatMap(BesideRun::runner);
    }

    /** Waits for its batch to end. */
    void remove(String projection) {
        BesideRun run = runs.remove(projection);
        if (run != null) {
            run.stop();
        }
    }

    void stop() {
        runs.keySet().forEach(this::remove);
    }
}
