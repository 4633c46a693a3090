package org.headrace.projection.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new version of a read model, built beside the one that serves.
 *
 * @param tables what is built anew, by name
 * @param finding why it was not switched by itself; null: nothing is in the way
 */
public record Rebuild(
        String projection, State state, List<String> tables, Schemas schemas, Start start, @Nullable String finding) {

    /** How far it is. */
    public enum State {
        /** It fills tables of its own. */
        BUILDING,
        /** Its tables serve, and those that served before are kept. */
        SWITCHED
    }

    /**
     * Where tables are.
     *
     * @param serving those that readers find
     * @param rebuild the new ones while they are built
     * @param previous those that served before, after the switch
     */
    public record Schemas(String serving, String rebuild, String previous) {}

    /**
     * How it began.
     *
     * @param at in microseconds
     * @param autoSwitch whether it is to be switched by itself when it has caught up and its rows are the same
     */
    public record Start(Instant at, String by, String reason, boolean autoSwitch) {
        public Start {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    public Rebuild {
        tables = List.copyOf(tables);
    }

    public Rebuild switched() {
        return new Rebuild(projection, State.SWITCHED, tables, schemas, start, null);
    }

    public Rebuild withFinding(@Nullable String newFinding) {
        return new Rebuild(projection, state, tables, schemas, start, newFinding);
    }
}
