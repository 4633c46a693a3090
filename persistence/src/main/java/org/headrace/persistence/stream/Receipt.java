package org.headrace.persistence.stream;

import jakarta.transaction.Status;
import java.util.List;
import java.util.UUID;
import org.headrace.stream.Appended;

/** The receipt of one append. */
final class Receipt implements Appended {

    private enum State {
        BUFFERED,
        KNOWN,
        ROLLED_BACK,
        UNKNOWN
    }

    private final PendingAppend pending;
    private volatile State state;

    private Receipt(PendingAppend pending, State state) {
        this.pending = pending;
        this.state = state;
    }

    static Receipt buffered(PendingAppend pending) {
        return new Receipt(pending, State.BUFFERED);
    }

    static Receipt known(PendingAppend pending) {
        return new Receipt(pending, State.KNOWN);
    }

    /**
     * The transaction has ended.
     *
     * @param status how, one of {@link Status}
     * @param commitAsked whether all was ready for a commit: one whose connection broke may be there, though transaction
     *     managers call it rolled back
     */
    void completed(int status, boolean commitAsked) {
        state = switch (status) {
            case Status.STATUS_COMMITTED -> State.KNOWN;
            case Status.STATUS_ROLLEDBACK -> commitAsked ? State.UNKNOWN : State.ROLLED_BACK;
            default -> State.UNKNOWN;
        };
    }

    @Override
    public String stream() {
        return pending.stream();
    }

    @Override
    public List<UUID> eventIds() {
        return pending.eventIds();
    }

    @Override
    public boolean isOffsetKnown() {
        return state == State.KNOWN;
    }

    @Override
    public List<Long> offsets() {
        requireKnown();
        return pending.offsets();
    }

    @Override
    public int duplicates() {
        requireKnown();
        return pending.duplicates();
    }

    private void requireKnown() {
        switch (state) {
            case KNOWN -> {}
            case BUFFERED ->
                throw new IllegalStateException(
                        "Offsets are known after the transaction has committed; use lockAndAppend to know them at once");
            case ROLLED_BACK ->
                throw new IllegalStateException("The transaction was rolled back: the events were not appended");
            case UNKNOWN ->
                throw new IllegalStateException(
                        "The commit failed, and it is not known whether the events are in the log:"
                                + " append again with the same event ids, which is safe and tells");
        }
    }
}
