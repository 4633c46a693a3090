package org.headrace.engine.saga;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.headrace.saga.spi.SagaRecord;

/**
 * A saga as it is next, and what is told of how it came there.
 *
 * @param entries in order
 */
record Change(SagaRecord after, List<Entry> entries) {

    Change {
        entries = List.copyOf(entries);
    }

    static Change to(SagaRecord after, Entry... entries) {
        return new Change(after, List.of(entries));
    }

    /** This, and then what follows from it. */
    Change then(Change next) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(next.entries());
        return new Change(next.after(), all);
    }

    /** With an entry before the others. */
    Change after(Entry first) {
        return to(after, first).then(this);
    }

    Change changed(UnaryOperator<SagaRecord> change) {
        return new Change(change.apply(after), entries);
    }
}
