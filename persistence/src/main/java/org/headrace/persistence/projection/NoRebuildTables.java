package org.headrace.persistence.projection;

import java.util.List;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.spi.Rebuild;
import org.headrace.projection.spi.RebuildTables;

/** The heap has no tables that could be swapped. */
public final class NoRebuildTables implements RebuildTables {

    @Override
    public String servingSchema() {
        throw refusal();
    }

    @Override
    public void make(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public String enter(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public void leave(String entered) {
        throw refusal();
    }

    @Override
    public List<String> written(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public List<TableParity> compare(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public void swap(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public void swapBack(Rebuild rebuild) {
        throw refusal();
    }

    @Override
    public void drop(Rebuild rebuild) {
        throw refusal();
    }

    private static ProjectionStateException refusal() {
        return new ProjectionStateException("With headrace.store=memory read models are in the heap, where there are no"
                + " tables to fill beside those that serve: rebuild in place, or use PostgreSQL");
    }
}
