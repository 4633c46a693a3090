package org.headrace.projection.spi;

import java.util.List;
import org.headrace.projection.RebuildParity.TableParity;

/**
 * The tables of rebuilds. All methods belong to the calling thread's transaction. A store that has no tables throws
 * {@link org.headrace.projection.ProjectionStateException} from each.
 */
public interface RebuildTables {

    /** Where the tables are that readers find. */
    String servingSchema();

    /**
     * Makes empty tables, each like the one that serves.
     *
     * @throws UnfitTablesException when one cannot be rebuilt so
     */
    void make(Rebuild rebuild);

    /**
     * From here on the transaction finds the new tables before those that serve; the rebuild stays as it is until it ends.
     *
     * @return what {@link #leave} takes
     * @throws StaleCheckpointException when it is not being built any more
     */
    String enter(Rebuild rebuild);

    /** Undoes {@link #enter}. */
    void leave(String entered);

    /** Those of the tables that serve which this transaction has written to. */
    List<String> written(Rebuild rebuild);

    /** Compares the rows of the new tables with those that serve. Reads all of them. */
    List<TableParity> compare(Rebuild rebuild);

    /**
     * Puts the new tables into service and keeps those that served.
     *
     * @throws TablesInUseException when somebody reads or writes one for too long
     * @throws UnfitTablesException when something has come to depend on one of them
     */
    void swap(Rebuild rebuild);

    /** Undoes {@link #swap}; what served in between is dropped. Throws the same. */
    void swapBack(Rebuild rebuild);

    /**
     * Drops the tables that do not serve.
     *
     * @throws TablesInUseException as {@link #swap}
     */
    void drop(Rebuild rebuild);

    /** A table is in use for longer than others may be made to wait. Nothing was changed; try again. */
    final class TablesInUseException extends RuntimeException {
        public TablesInUseException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Tables cannot be rebuilt beside; the message says which, and why. */
    final class UnfitTablesException extends RuntimeException {
        public UnfitTablesException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
