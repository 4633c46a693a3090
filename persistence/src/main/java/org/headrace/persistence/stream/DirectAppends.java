package org.headrace.persistence.stream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.sql.DataSource;

/**
 * Commits appends that have no transaction of their own. All streams share one group commit, which waits for nobody: a
 * transaction that holds one stream's lock for long must not keep the appends to all others waiting. What finds its
 * stream locked waits in a group commit of that stream, and what comes meanwhile joins it there. A new stream is made
 * there too, since that may have to wait for another transaction that is making it.
 */
final class DirectAppends {

    private final GroupCommit shared;
    private final ConcurrentMap<String, GroupCommit> waiting = new ConcurrentHashMap<>();
    private final DataSource dataSource;
    private final Listeners listeners;

    DirectAppends(DataSource dataSource, Listeners listeners) {
        this.dataSource = dataSource;
        this.listeners = listeners;
        this.shared = new GroupCommit(dataSource, WriteGroup.TO_FREE_STREAMS, listeners);
    }

    /** Returns when it is durable; throws why it is not. */
    PendingAppend append(PendingAppend pending) {
        GroupCommit ofStream = waiting.get(pending.stream());
        if ((ofStream == null || !ofStream.isBusy()) && !shared.append(pending).isPostponed()) {
            return pending;
        }
        return appendWaiting(pending);
    }

    private PendingAppend appendWaiting(PendingAppend pending) {
        String stream = pending.stream();
        GroupCommit ofStream =
                waiting.computeIfAbsent(stream, name -> new GroupCommit(dataSource, WriteGroup.WAITING, listeners));
        try {
            return ofStream.append(pending);
        } finally {
            // Who found it before and uses it later only shares no commit with those who come now.
            if (!ofStream.isBusy()) {
                waiting.remove(stream, ofStream);
            }
        }
    }
}
