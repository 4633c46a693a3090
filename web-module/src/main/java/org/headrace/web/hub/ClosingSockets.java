package org.headrace.web.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.stream.Later;

/** The WebSockets whose clients were told that they end, looked at every second until they have ended. */
@ApplicationScoped
public class ClosingSockets {

    /** How long a client may leave its side open after we have closed ours. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long MILLIS = 20;

    private final Set<ClosingSocket> closing = ConcurrentHashMap.newKeySet();
    private final Later later;
    private final LongSupplier nanoTime;

    /** For the container's proxies. */
    ClosingSockets() {
        this((delay, task) -> {}, System::nanoTime);
    }

    @Inject
    ClosingSockets(Hub hub) {
        this(hub::afterwards, System::nanoTime);
    }

    ClosingSockets(Later later, LongSupplier nanoTime) {
        this.later = later;
        this.nanoTime = nanoTime;
    }

    void add(ClosingSocket socket) {
        closing.add(socket);
        lookLater(socket, nanoTime.getAsLong() + PATIENCE.toNanos());
    }

    private void lookLater(ClosingSocket socket, long deadline) {
        later.run(SECOND, () -> {
            if (socket.isBroken() || !socket.waitsForClient()) {
                socket.end();
            }
            if (socket.hasEnded()) {
                closing.remove(socket);
                return;
            }
            if (nanoTime.getAsLong() - deadline >= 0) {
                socket.endInput();
            }
            lookLater(socket, deadline);
        });
    }

    /** To be called when no more are added: waits a moment for the clients, and then for none. */
    void awaitEnd() {
        awaitEndOfAll();
        closing.forEach(ClosingSocket::endInput);
        awaitEndOfAll();
        closing.forEach(ClosingSocket::end);
        closing.clear();
    }

    private void awaitEndOfAll() {
        long end = System.nanoTime() + SECOND.toNanos();
        try {
            while (closing.stream().anyMatch(socket -> !socket.hasEnded() && !socket.isBroken())
                    && System.nanoTime() - end < 0) {
                TimeUnit.MILLISECONDS.sleep(MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
