package org.headrace.engine.projection;

import java.util.List;
import java.util.function.ToLongFunction;
import org.headrace.engine.transaction.Work;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables;

/**
 * A new version: its transactions find the tables of the rebuild first. It never overtakes the one that serves, so that
 * both can always be brought to one offset by taking this one forward.
 *
 * @param served how far the one that serves is in a stream, as far as is known without asking
 */
record BesideVersion(Rebuild rebuild, RebuildTables tables, ToLongFunction<String> served) implements Version {

    @Override
    public long limit(String stream) {
        return served.applyAsLong(stream);
    }

    /** @throws org.headrace.projection.spi.StaleCheckpointException when the rebuild has ended */
    @Override
    public void run(Work work) throws Exception {
        tables.enter(rebuild);
        work.run();
        requireUntouched(rebuild, tables);
    }

    /** What writes to the tables that serve would make each event count twice there. */
    static void requireUntouched(Rebuild rebuild, RebuildTables tables) {
        List<String> written = tables.written(rebuild);
        if (!written.isEmpty()) {
            throw new IllegalStateException("While it was building a new version, projection " + rebuild.projection()
                    + " wrote to a table that serves (" + String.join(", ", written)
                    + "): its statements must not name a schema");
        }
    }
}
