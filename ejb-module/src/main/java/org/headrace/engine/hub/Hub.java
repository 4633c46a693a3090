package org.headrace.engine.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.stream.LiveStreams;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.spi.ServerSecrets;
import org.jspecify.annotations.Nullable;

/** This node's hub, where connections come in. */
@ApplicationScoped
public class Hub {

    private static final Log LOG = Log.of(Hub.class);

    private static final String TOKEN_SECRET = "hub-connection-tokens";

    /** Time for goodbyes at a stop. */
    private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(3);

    @Inject
    ServerSecrets secrets;

    @Inject
    HubObserver observer;

    @Inject
    StreamAccess access;

    private volatile @Nullable HubThreads threads;
    private volatile @Nullable HubEngine engine;
    private byte[] tokenSecret = {};

    /**
     * Starts, once the schema is there.
     *
     * @throws org.headrace.input.InvalidInputException when a setting is illegal
     */
    public void start(ThreadFactory factory, LiveStreams streams) {
        Function<String, Optional<String>> configured =
                name -> ConfigProvider.getConfig().getOptionalValue(name, String.class);
        HubSettings settings = ConfiguredHub.settings(configured);
        var started = new HubThreads(factory);
        var running =
                new HubEngine(new HubParts(streams, started.lanes(), System::nanoTime, access, observer), settings);
        tokenSecret = secrets.get(TOKEN_SECRET, randomSecret());
        running.start();
        threads = started;
        engine = running;
    }

    /** Says goodbye to all clients; they may come again. */
    public void stop() {
        HubEngine running = engine;
        HubThreads stopping = threads;
        engine = null;
        if (running == null || stopping == null) {
            return;
        }
        sayGoodbye(running);
        LOG.write(LogMessage.HUB_STOPS, running.counts());
        stopping.stop();
    }

    /**
     * Has all clients come again, which is to lead them to another node, and takes no other until {@link #welcome}. To be
     * called before the server closes their connections itself and tells them nothing. Returns when they have gone, or after
     * some seconds.
     */
    public void sayGoodbye() {
        HubEngine running = engine;
        if (running != null) {
            sayGoodbye(running);
        }
    }

    /** Takes clients again. */
    public void welcome() {
        HubEngine running = engine;
        if (running != null) {
            running.goOn();
        }
    }

    /** Has something done after a while, which must not block. Not at all when the hub has stopped by then. */
    public void afterwards(Duration delay, Runnable task) {
        HubThreads running = threads;
        if (running != null) {
            running.lanes().later().run(delay, task);
        }
    }

    private static void sayGoodbye(HubEngine running) {
        running.stop();
        try {
            for (long end = System.nanoTime() + STOP_NANOS;
                    running.counts().connections() > 0 && System.nanoTime() - end < 0; ) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws HubUnavailableException when {@link #open} would throw it at this moment */
    public void requireRoom(ClientOrigin origin) throws HubUnavailableException {
        requireRunning().requireRoom(origin);
    }

    /**
     * Takes a client in. What it has asked for goes when {@link HubConnection#gone} is called, or when it is cut off.
     *
     * @throws HubUnavailableException when no more are taken, with a reason to tell the client
     */
    public HubConnection open(Outlet outlet, ClientOrigin origin) throws HubUnavailableException {
        return requireRunning().open(outlet, origin);
    }

    /** The connection of this node that a client may come back to under a name; null: there is none. */
    public @Nullable HubConnection resumable(String name) {
        HubEngine running = engine;
        return running == null ? null : running.resumable(name);
    }

    /** Whether connections are kept for a while for clients whose transport breaks. */
    public boolean keepsConnections() {
        HubEngine running = engine;
        return running != null && !running.grace().isZero();
    }

    /**
     * The same under an id that operators see.
     *
     * @param id no other connection has it
     */
    public HubConnection open(Outlet outlet, ClientOrigin origin, String id) throws HubUnavailableException {
        return requireRunning().open(outlet, origin, id);
    }

    /**
     * The key that tokens of connections are signed with: the same on all nodes.
     *
     * @throws HubUnavailableException when no connections are taken
     */
    public byte[] tokenSecret() throws HubUnavailableException {
        requireRunning().requireRoom();
        return tokenSecret.clone();
    }

    public HubCounts counts() {
        HubEngine running = engine;
        return running == null ? new HubCounts(0, 0, 0) : running.counts();
    }

    /** What was sent since the start. */
    public HubTraffic traffic() {
        HubEngine running = engine;
        return running == null ? HubTraffic.NOTHING : running.traffic();
    }

    /** What it goes by; the defaults before the start and after the stop. */
    public HubSettings settings() {
        HubEngine running = engine;
        return running == null ? HubSettings.DEFAULT : running.settings();
    }

    /** The most events that a subscription is behind, as of the last second; 0 where there is none. */
    public long mostBehind() {
        HubEngine running = engine;
        return running == null ? 0 : running.mostBehind();
    }

    HubEngine requireRunning() throws HubUnavailableException {
        HubEngine running = engine;
        if (running == null) {
            throw new HubUnavailableException("The server is not running");
        }
        return running;
    }

    private static byte[] randomSecret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }
}
