package org.headrace.persistence.stream;

import java.util.List;
import org.headrace.operator.Operator;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.RetentionAction;
import org.jspecify.annotations.Nullable;

/** What retention needs of a store. Parameters are legal, and what changes something is called in no transaction. */
interface RetentionStore {

    /** Waits for the appends under way; records who and why, unless the stream is so already. */
    void setClosed(String stream, boolean closed, Operator by);

    /** Records who and why, unless nothing is to be archived. */
    void recordArchiving(String stream, long below, Operator by);

    /** Archives some of the oldest events below an offset, all in one step; returns how many, 0: none is left. */
    long archiveBatch(String stream, long below);

    /** @param key null: of any key */
    ArchivePage readArchive(String stream, @Nullable String key, long from, int limit);

    /** The newest first. */
    List<RetentionAction> actions(String stream, int limit);
}
