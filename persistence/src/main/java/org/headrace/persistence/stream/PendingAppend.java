package org.headrace.persistence.stream;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.jspecify.annotations.Nullable;

/** An append on its way: what is wanted, and what becomes of it. Filled by one thread, handed over safely by others. */
final class PendingAppend {

    private final Append append;
    private final List<UUID> eventIds;
    private final boolean idsGiven;
    private List<Long> offsets = List.of();
    private int duplicates;
    private @Nullable RuntimeException failure;
    private boolean postponed;

    PendingAppend(Append append) {
        this.append = append;
        boolean given = false;
        List<UUID> ids = new ArrayList<>(append.events().size());
        for (NewEvent event : append.events()) {
            UUID id = event.eventId();
            given |= id != null;
            ids.add(id == null ? UuidCreator.getTimeOrderedEpochFast() : id);
        }
        this.eventIds = List.copyOf(ids);
        this.idsGiven = given;
    }

    Append append() {
        return append;
    }

    String stream() {
        return append.stream();
    }

    List<UUID> eventIds() {
        return eventIds;
    }

    /** Whether the caller named an event id, so that the log may hold it already. */
    boolean idsGiven() {
        return idsGiven;
    }

    List<Long> offsets() {
        return offsets;
    }

    int duplicates() {
        return duplicates;
    }

    /** How many events the log holds by it that it did not hold before. */
    int appended() {
        return offsets.size() - duplicates;
    }

    /** Null: none. */
    @Nullable
    RuntimeException failure() {
        return failure;
    }

    /** Whether nothing was decided, since another transaction holds the stream, or it is closed, or not there yet. */
    boolean isPostponed() {
        return postponed;
    }

    void postpone() {
        postponed = true;
        failure = null;
    }

    void accept(List<Long> given, int found) {
        postponed = false;
        offsets = List.copyOf(given);
        duplicates = found;
        failure = null;
    }

    void refuse(RuntimeException reason) {
        postponed = false;
        failure = reason;
    }

    /** @throws RuntimeException why it was refused */
    PendingAppend orThrow() {
        if (failure != null) {
            throw failure;
        }
        return this;
    }
}
