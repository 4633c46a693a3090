package org.headrace.engine.hub;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.headrace.engine.stream.TailEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the subscribers at the live edge of a node's streams are sent at this moment: composed by whoever comes first at an
 * event, and taken by all who come after. Who has taken a run comes next to where it ended, together with the others, so
 * that they stay together. What is not asked for any more makes room. Safe for use by many threads.
 */
final class SharedRuns {

    static final int MOST_RUNS = 256;

    /** Some eight bytes a character at the most, with what transports make of them. */
    static final int MOST_CHARS = 2 << 20;

    private final Map<Key, SharedRun> runs = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    /**
     * What a run is known by. An event that was read again is another one, so that none outlives a restored database.
     *
     * @param most how many events there may be in it
     */
    private record Key(TailEvent first, HubProtocol protocol, int most) {}

    /**
     * The run that begins with an event.
     *
     * @param most how many events there may be in it
     * @param events asked for when nobody has composed it: from the first on, not empty and without a gap
     */
    SharedRun get(TailEvent first, HubProtocol protocol, int most, Supplier<List<TailEvent>> events) {
        var key = new Key(first, protocol, most);
        SharedRun known = find(key);
        return known == null ? keep(key, SharedRun.of(events.get(), protocol)) : known;
    }

    private synchronized @Nullable SharedRun find(Key key) {
        return runs.get(key);
    }

    private synchronized SharedRun keep(Key key, SharedRun composed) {
        SharedRun other = runs.putIfAbsent(key, composed);
        if (other != null) {
            return other;
        }
        chars += composed.text().length();
        Iterator<SharedRun> oldest = runs.values().iterator();
        while (runs.size() > MOST_RUNS || chars > MOST_CHARS) {
            chars -= oldest.next().text().length();
            oldest.remove();
        }
        return composed;
    }

    /** Nobody is there to come for them. */
    synchronized void clear() {
        runs.clear();
        chars = 0;
    }

    /** How many are kept. */
    synchronized int size() {
        return runs.size();
    }
}
