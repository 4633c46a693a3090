package org.headrace.engine.hub;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.headrace.engine.hub.HubObserver.Refusal;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.jspecify.annotations.Nullable;

/** The hub of one node: its connections, the streams they are subscribed to, and the clock that looks after them. */
final class HubEngine implements HubConnection.Home {

    private static final Log LOG = Log.of(HubEngine.class);

    private static final String FULL = "The server has all the connections it may have";

    private static final int ID_BYTES = 18;

    private static final Duration TICK = Duration.ofSeconds(1);

    private final SecureRandom random = new SecureRandom();
    private final HubParts parts;
    private final HubSettings settings;
    private final SubscribedStreams streams;
    private final SharedRuns runs = new SharedRuns();
    private final ConnectionQuotas quotas;
    private final Set<HubConnection> connections = ConcurrentHashMap.newKeySet();
    private final Map<String, HubConnection> resumable = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final LongAdder sentMessages = new LongAdder();
    private final LongAdder sentCharacters = new LongAdder();
    private volatile boolean stopping;

    HubEngine(HubParts parts, HubSettings settings) {
        this.parts = parts;
        this.settings = settings;
        this.streams = new SubscribedStreams(parts.streams(), settings.pollInterval());
        this.quotas = new ConnectionQuotas(settings.limits());
    }

    void start() {
        every(TICK, () -> connections.forEach(HubConnection::tick));
    }

    /** @throws HubUnavailableException when a connection would not be taken at this moment */
    void requireRoom() throws HubUnavailableException {
        if (stopping) {
            throw refused(Refusal.STOPPING, new HubUnavailableException("The server is shutting down"));
        }
        if (open.get() >= settings.maxConnections()) {
            throw refused(Refusal.FULL, new HubUnavailableException(FULL));
        }
    }

    /** @throws HubUnavailableException when a connection from there would not be taken at this moment */
    void requireRoom(ClientOrigin origin) throws HubUnavailableException {
        requireRoom();
        try {
            quotas.requireRoom(origin);
        } catch (TooManyConnectionsException e) {
            throw refused(Refusal.QUOTA, e);
        }
    }

    private HubUnavailableException refused(Refusal why, HubUnavailableException refusal) {
        parts.observer().refused(why);
        return refusal;
    }

    HubConnection open(Outlet outlet, ClientOrigin origin) throws HubUnavailableException {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return open(outlet, origin, Base64.getUrlEncoder().withoutPadding().encodeToString(id));
    }

    /** @param id no other connection has it */
    HubConnection open(Outlet outlet, ClientOrigin origin, String id) throws HubUnavailableException {
        requireRoom();
        try {
            quotas.enter(origin);
        } catch (TooManyConnectionsException e) {
            throw refused(Refusal.QUOTA, e);
        }
        if (open.incrementAndGet() > settings.maxConnections()) {
            open.decrementAndGet();
            quotas.leave(origin);
            throw refused(Refusal.FULL, new HubUnavailableException(FULL));
        }
        var connection = new HubConnection(this, parts, settings, outlet, origin, id);
        connections.add(connection);
        if (stopping) {
            endForStop(connection);
        }
        return connection;
    }

    HubObserver observer() {
        return parts.observer();
    }

    Collection<HubConnection> connections() {
        return connections;
    }

    /** The connections counted are those that the limit counts, so that one fewer here is room for one more. */
    HubCounts counts() {
        int detached = (int)
                resumable.values().stream().filter(HubConnection::isDetached).count();
        return new HubCounts(open.get(), subscriptions.get(), streams.size(), detached);
    }

    /** The most events that a subscription is behind, as of the last tick; 0 where there is none. */
    long mostBehind() {
        long most = 0;
        for (HubConnection connection : connections) {
            most = Math.max(most, connection.mostBehind());
        }
        return most;
    }

    /** The connection that a client may come back to under a name; null: there is none. */
    @Nullable
    HubConnection resumable(String name) {
        return resumable.get(name);
    }

    /** How long a connection is kept for its client; zero: not at all. */
    Duration grace() {
        return settings.beat().grace();
    }

    /** Says goodbye to all and takes no other; {@link #counts} tells when they have gone. */
    void stop() {
        stopping = true;
        connections.forEach(HubEngine::endForStop);
    }

    /** Takes connections again. */
    void goOn() {
        stopping = false;
    }

    private static void endForStop(HubConnection connection) {
        connection.end("The server is shutting down", true);
    }

    @Override
    public SubscribedStreams streams() {
        return streams;
    }

    @Override
    public SharedRuns runs() {
        return runs;
    }

    @Override
    public void subscribed(int change) {
        if (subscriptions.addAndGet(change) == 0) {
            runs.clear();
        }
    }

    @Override
    public void sent(long messages, long characters) {
        sentMessages.add(messages);
        sentCharacters.add(characters);
    }

    HubTraffic traffic() {
        return new HubTraffic(sentMessages.sum(), sentCharacters.sum());
    }

    HubSettings settings() {
        return settings;
    }

    @Override
    public void resumable(String name, HubConnection connection) {
        resumable.put(name, connection);
    }

    @Override
    public void gone(HubConnection connection) {
        String name = connection.name();
        if (name != null) {
            resumable.remove(name, connection);
        }
        if (connections.remove(connection)) {
            quotas.leave(connection.origin());
            open.decrementAndGet();
        }
    }

    private void every(Duration interval, Runnable task) {
        parts.lanes().later().run(interval, () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.because(e, LogMessage.HUB_CLOCK_FAILED);
            }
            every(interval, task);
        });
    }
}
