package org.headrace.persistence.stream;

import org.headrace.operator.OperatorAction;
import org.headrace.stream.ArchivePage;
import org.jspecify.annotations.Nullable;

/** What retention needs of a store. Parameters are legal, and what changes something is called in no transaction. */
interface RetentionStore {

    /** Waits for the appends under way; records the action in the same step, unless the stream is so already. */
    void setClosed(String stream, boolean closed, OperatorAction action);

    /** As {@link #archiveBatch}; records the action in the same step, unless there is nothing to archive. */
    long archiveFirstBatch(String stream, long below, OperatorAction action);

    /** Archives some of the oldest events below an offset, all in one step; returns how many, 0: none is left. */
    long archiveBatch(String stream, long below);

    /** @param key null: of any key */
    ArchivePage readArchive(String stream, @Nullable String key, long from, int limit);
}
