package org.headrace.engine.projection;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.spi.RebuildTables.TablesInUseException;
import org.headrace.projection.spi.RebuildTables.UnfitTablesException;

/** What is done about tables that others use: a swap waits for them briefly, and some times, but not for ever. */
final class TablesInUse {

    private static final int TRIES = 5;

    /** In between whoever was held up by the try before goes on. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private TablesInUse() {}

    /** Runs the action again when tables were in use. */
    static void retry(Runnable action) {
        for (int attempt = 1; ; attempt++) {
            try {
                action.run();
                return;
            } catch (ProjectionStateException e) {
                if (attempt == TRIES || !isCauseOf(e)) {
                    throw e;
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    static boolean isCauseOf(ProjectionStateException refusal) {
        return refusal.getCause() instanceof TablesInUseException;
    }

    /** Says what operators can do about what the tables refuse. */
    static <T> T explain(Callable<T> step) throws Exception {
        try {
            return step.call();
        } catch (TablesInUseException e) {
            throw new ProjectionStateException(
                    "Nothing was changed: " + e.getMessage()
                            + ". A long transaction reads or writes it; try again when it has ended",
                    e);
        } catch (UnfitTablesException e) {
            throw new ProjectionStateException("Nothing was changed: " + e.getMessage(), e);
        }
    }
}
