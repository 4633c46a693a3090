package org.headrace.engine.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.headrace.stream.spi.StreamHeads;

/**
 * All searches of a node. The store is asked once for all of them, at their polling interval and only while there are
 * any; what this node appends to is known at once.
 */
final class StreamSearches implements Polling.Query {

    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Map<String, StreamFamily> families = new ConcurrentHashMap<>();
    private final StreamHeads source;
    private final Polling polling;

    StreamSearches(StreamHeads source, StreamParts parts) {
        this.source = source;
        this.polling = new Polling(parts, this, this::interval);
    }

    synchronized StreamSearch open(String prefix, int most, Duration pollingInterval, StreamSearch.Listener listener) {
        StreamFamily family = families.computeIfAbsent(prefix, StreamFamily::new);
        var search = new StreamSearch(this, family, most, pollingInterval, listener);
        family.searches().add(search);
        return search;
    }

    synchronized void end(StreamSearch search) {
        StreamFamily family = search.family();
        if (family.searches().remove(search) && family.searches().isEmpty()) {
            families.remove(family.prefix(), family);
        }
    }

    void look(Runnable answered, BooleanSupplier wanted) {
        polling.ask(answered, wanted);
    }

    void appended(String stream) {
        families.values().forEach(family -> family.appended(stream));
    }

    @Override
    public boolean askStore() {
        List<StreamFamily> all = List.copyOf(families.values());
        if (all.isEmpty()) {
            return false;
        }
        // One more than wanted, to know that there are more.
        int most = 1 + all.stream().mapToInt(StreamFamily::most).max().orElse(0);
        Map<String, Map<String, Long>> heads =
                source.headsByPrefix(all.stream().map(StreamFamily::prefix).toList(), most);
        all.forEach(family -> family.found(heads.getOrDefault(family.prefix(), Map.of())));
        return false;
    }

    /** They look again by themselves. */
    @Override
    public void failed(Throwable cause) {}

    private Duration interval() {
        return families.values().stream()
                .flatMap(family -> family.searches().stream())
                .map(StreamSearch::pollingInterval)
                .min(Duration::compareTo)
                .orElse(IDLE);
    }
}
