package org.headrace.engine.projection;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.headrace.projection.spi.RunState;
import org.headrace.projection.spi.RunStateStore;

/** The same store, each projection under another name. */
record RunStatesUnder(UnaryOperator<String> naming, RunStateStore store) implements RunStateStore {

    @Override
    public Optional<RunState> load(String projection) {
        return store.load(naming.apply(projection));
    }

    @Override
    public void save(String projection, RunState state) {
        store.save(naming.apply(projection), state);
    }

    @Override
    public void remove(String projection) {
        store.remove(naming.apply(projection));
    }
}
