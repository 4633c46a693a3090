package org.headrace.engine.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.headrace.stream.spi.StreamHeads;

/**
 * Asks the store where all streams of interest end: one query for all, at a pace that follows the traffic of other nodes.
 */
final class HeadPoll implements Polling.Query {

    private final StreamHeads source;
    private final StreamParts parts;
    private final Supplier<Collection<LiveStream>> streams;
    private final Polling polling;

    /** @param longest how long to wait when there is no traffic */
    HeadPoll(
            StreamHeads source,
            StreamParts parts,
            Supplier<Collection<LiveStream>> streams,
            Supplier<Duration> longest) {
        this.source = source;
        this.parts = parts;
        this.streams = streams;
        this.polling = new Polling(parts, this, longest);
    }

    /** Asks now, or again when a query is on its way already. */
    void ask() {
        polling.ask();
    }

    /**
     * Asks now, and tells of the answer, however long it takes.
     *
     * @param wanted when it says no, the answer may be kept to ourselves
     */
    void ask(Runnable answered, BooleanSupplier wanted) {
        polling.ask(answered, wanted);
    }

    @Override
    public boolean askStore() {
        // Once: streams come and go meanwhile, and one that was not asked for would seem to have lost its events.
        List<LiveStream> all = List.copyOf(streams.get());
        if (all.isEmpty()) {
            return false;
        }
        Map<LiveStream, Long> before = new HashMap<>();
        all.forEach(stream -> before.put(stream, stream.head()));
        Map<String, Long> heads =
                source.heads(all.stream().map(LiveStream::name).toList());
        boolean news = false;
        for (Map.Entry<LiveStream, Long> entry : before.entrySet()) {
            LiveStream stream = entry.getKey();
            stream.answered(heads.getOrDefault(stream.name(), -1L), entry.getValue());
            news |= stream.hasGrownElsewhere();
        }
        return news;
    }

    @Override
    public void failed(Throwable cause) {
        parts.doubt().run();
        streams.get().forEach(stream -> stream.unreachable(cause));
    }
}
