package org.headrace.engine.projection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.spi.DeadLetterStore;

/** The same store, each projection under another name. */
record DeadLettersUnder(UnaryOperator<String> naming, DeadLetterStore store) implements DeadLetterStore {
    @Override
    public void save(String projection, DeadLetter letter, String stackTrace) {
        store.save(naming.apply(projection), letter, stackTrace);
    }

    @Override
    public void queue(String projection, List<DeadLetter> letters) {
        store.queue(naming.apply(projection), letters);
    }

    @Override
    public boolean remove(String projection, Address at) {
        return store.remove(naming.apply(projection), at);
    }

    @Override
    public void clear(String projection) {
        store.clear(naming.apply(projection));
    }

    @Override
    public void move(String from, String to) {
        store.move(naming.apply(from), naming.apply(to));
    }

    @Override
    public Optional<DeadLetter> find(String projection, Address at) {
        return store.find(naming.apply(projection), at);
    }

    @Override
    public Optional<String> stackTrace(String projection, Address at) {
        return store.stackTrace(naming.apply(projection), at);
    }

    @Override
    public Optional<DeadLetter> firstOf(String projection, StreamKey key) {
        return store.firstOf(naming.apply(projection), key);
    }

    @Override
    public List<DeadLetter> heads(String projection, Filter filter) {
        return store.heads(naming.apply(projection), filter);
    }

    @Override
    public Map<StreamKey, Long> keys(String projection) {
        return store.keys(naming.apply(projection));
    }

    @Override
    public Map<String, Long> counts(String projection) {
        return store.counts(naming.apply(projection));
    }

    @Override
    public Page find(String projection, Query query) {
        return store.find(naming.apply(projection), query);
    }

    @Override
    public List<Cause> causes(String projection, Filter filter) {
        return store.causes(naming.apply(projection), filter);
    }
}
