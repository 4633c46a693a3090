package org.headrace.projection;

import org.headrace.operator.Operator;

/**
 * Builds new versions of read models beside those that serve, and switches between them. Inject it. Safe for use by many
 * threads; an action counts for the whole cluster, on whichever node it is called. Needs PostgreSQL, and a projection that
 * names its tables.
 *
 * <p>Methods throw {@link ProjectionNotFoundException} for an unknown name, and {@link ProjectionStateException} where the
 * state does not allow the action; nothing is changed then.
 */
public interface Rebuilds {

    /** Also of a rebuild in place. */
    RebuildStatus status(String name);

    /**
     * Begins to fill new tables, while the old ones serve.
     *
     * @param autoSwitch switch by itself when it has caught up, if its rows are the same then
     */
    RebuildStatus begin(String name, boolean autoSwitch, Operator by);

    /** Takes the new version to the offset of the one that serves, and compares them. The projection stands meanwhile. */
    RebuildParity parity(String name, Operator by);

    /**
     * Takes the new version to the offset of the one that serves, and puts it into service, in one transaction.
     *
     * @param acceptDifferences false: refuses when its rows differ from those that serve. True: does not compare them.
     */
    RebuildStatus switchOver(String name, boolean acceptDifferences, Operator by);

    /** Drops the new version before it serves. */
    RebuildStatus cancel(String name, Operator by);

    /** Gives an event that failed in the new version all its tries anew. */
    RebuildStatus resume(String name, Operator by);

    /** After the switch: puts the previous version back into service, where it was; it then catches up, replaying. */
    RebuildStatus rollBack(String name, Operator by);

    /** After the switch: drops the previous version. */
    RebuildStatus finish(String name, Operator by);
}
