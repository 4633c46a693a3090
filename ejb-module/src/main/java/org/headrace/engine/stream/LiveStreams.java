package org.headrace.engine.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventPage;
import org.headrace.stream.spi.StreamHeads;

/**
 * The streams that this node's projections and subscriptions are interested in. A signal of an append is a hint; that
 * nothing is missed is the polling's doing. Safe for use by many threads.
 */
public final class LiveStreams {

    private static final Duration IDLE = Duration.ofSeconds(1);

    private final Map<String, LiveStream> streams = new ConcurrentHashMap<>();
    private final EventLog log;
    private final StreamParts parts;
    private final HeadPoll poll;
    private final StreamSearches searches;

    /** Over a store; it is asked on the lane's threads where nobody reads on his own. */
    public LiveStreams(EventLog log, StreamHeads heads, Executor lane, Later later) {
        this(log, heads, lane, later, TailBudget.DEFAULT_BYTES);
    }

    /** @param tailBytes what all events held together may weigh */
    LiveStreams(EventLog log, StreamHeads heads, Executor lane, Later later, long tailBytes) {
        this.log = log;
        this.parts = new StreamParts(log, lane, later, new TailBudget(tailBytes), new TailCounts(), this::doubt);
        this.poll = new HeadPoll(heads, parts, this::all, this::shortestInterval);
        this.searches = new StreamSearches(heads, parts);
    }

    /**
     * Begins to look after a stream.
     *
     * @param pollingInterval the longest that news of other nodes may take to be found
     * @param listener told from now on
     * @return to be closed when nobody is interested any more
     */
    public Interest watch(String stream, Duration pollingInterval, StreamListener listener) {
        Interest interest = add(stream, pollingInterval, listener);
        poll.ask();
        return interest;
    }

    /**
     * Begins to search for streams whose names begin with a prefix.
     *
     * @param most how many are wanted
     * @param pollingInterval the longest that one made by another node may take to be found
     * @param listener told from now on
     * @return to be closed when nobody is interested any more
     */
    public StreamSearch search(String prefix, int most, Duration pollingInterval, StreamSearch.Listener listener) {
        return searches.open(prefix, most, pollingInterval, listener);
    }

    private synchronized Interest add(String name, Duration pollingInterval, StreamListener listener) {
        LiveStream stream = streams.computeIfAbsent(name, n -> new LiveStream(n, parts));
        var interest = new Interest(this, stream, pollingInterval, listener);
        stream.interests().add(interest);
        return interest;
    }

    synchronized void end(Interest interest) {
        LiveStream stream = interest.stream();
        if (stream.interests().remove(interest) && stream.interests().isEmpty()) {
            streams.remove(stream.name());
            stream.end();
        }
    }

    /** A hint: an append of this node has been committed. */
    public void appended(String stream, long head) {
        LiveStream live = streams.get(stream);
        if (live != null) {
            live.appended(head);
        }
        searches.appended(stream);
    }

    /** The newest offset known, −1 for none. */
    public long head(String stream) {
        LiveStream live = streams.get(stream);
        return live == null ? -1 : live.head();
    }

    /** {@link LiveStream#read} of a stream of interest; any other is read from the store. */
    public EventPage read(String stream, long from, int limit) {
        LiveStream live = streams.get(stream);
        return live == null ? log.read(stream, from, limit) : live.read(from, limit);
    }

    /** Has the store asked now where all streams end. */
    public void look() {
        poll.ask();
    }

    /**
     * The same, and tells when it has answered, however long that takes.
     *
     * @param answered called once
     * @param wanted asked when a query has failed; when it says no, nobody is told
     */
    public void look(Runnable answered, BooleanSupplier wanted) {
        poll.ask(answered, wanted);
    }

    /** The store failed somebody: it may come back with another history (a restored database, a stand-by). */
    public void doubt() {
        streams.values().forEach(LiveStream::doubt);
    }

    /** How many bytes of events are held, at the most. */
    long bytesHeld() {
        return parts.budget().held();
    }

    /** Asks the store nothing. */
    public TailReading reading() {
        TailCounts counts = parts.counts();
        return new TailReading(
                streams.size(),
                bytesHeld(),
                counts.reads().sum(),
                counts.events().sum());
    }

    private Collection<LiveStream> all() {
        return streams.values();
    }

    private Duration shortestInterval() {
        return streams.values().stream()
                .flatMap(stream -> stream.interests().stream())
                .map(Interest::pollingInterval)
                .min(Duration::compareTo)
                .orElse(IDLE);
    }
}
