package org.headrace.engine.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;

/**
 * The streams whose names begin with a prefix, as all who search for them on this node share them. Of more than all of
 * them want no more are kept than it takes to say so. Safe for use by many threads.
 */
final class StreamFamily {

    private static final Log LOG = Log.of(StreamFamily.class);

    private final String prefix;
    private final List<StreamSearch> searches = new CopyOnWriteArrayList<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile Map<String, Long> heads = Map.of();

    StreamFamily(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    List<StreamSearch> searches() {
        return searches;
    }

    Set<String> known() {
        return known;
    }

    /** As the store answered last. */
    Map<String, Long> heads() {
        return heads;
    }

    /** The store's answer. */
    void found(Map<String, Long> newest) {
        heads = Map.copyOf(newest);
        newest.keySet().forEach(this::appeared);
    }

    /** A hint of this node's own: something was appended to the stream. */
    void appended(String stream) {
        if (stream.startsWith(prefix)) {
            appeared(stream);
        }
    }

    private void appeared(String stream) {
        if (known.contains(stream) || known.size() > most() || !known.add(stream)) {
            return;
        }
        tell(search -> search.listener().appeared(stream));
        int count = known.size();
        tell(search -> {
            if (count > search.most()) {
                search.listener().tooMany();
            }
        });
    }

    /** What who wants most wants. */
    int most() {
        return searches.stream().mapToInt(StreamSearch::most).max().orElse(0);
    }

    private void tell(Consumer<StreamSearch> news) {
        for (StreamSearch search : searches) {
            try {
                news.accept(search);
            } catch (RuntimeException | Error e) {
                LOG.because(e, LogMessage.STREAM_SEARCH_FAILED, prefix);
            }
        }
    }
}
