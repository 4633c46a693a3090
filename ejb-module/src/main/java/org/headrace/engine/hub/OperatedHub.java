package org.headrace.engine.hub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.engine.cluster.ClusterSettings;
import org.headrace.engine.hub.ConnectionStatus.Details;
import org.headrace.engine.hub.HubObserver.Shed;
import org.headrace.engine.hub.SubscriptionAction.Rewind;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.StreamInfo;
import org.jspecify.annotations.Nullable;

/** Asks connections in their mailboxes, all at once, and waits for their answers no longer than a deadline. */
@ApplicationScoped
public class OperatedHub implements HubOperations {

    private static final Log LOG = Log.of(OperatedHub.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Inject
    Hub hub;

    @Inject
    EventLog log;

    @Inject
    OperatorActionStore actions;

    @Override
    public Page list(@Nullable String after, int limit) throws HubUnavailableException {
        List<HubConnection> found = engine().connections().stream()
                .filter(c -> after == null || c.id().compareTo(after) > 0)
                .sorted(Comparator.comparing(HubConnection::id))
                .limit(limit + 1L)
                .toList();
        List<HubConnection> wanted = found.subList(0, Math.min(limit, found.size()));
        List<CompletableFuture<Details>> asked =
                wanted.stream().map(HubConnection::details).toList();
        List<ConnectionStatus> statuses = new ArrayList<>();
        long end = deadline();
        for (int i = 0; i < wanted.size(); i++) {
            try {
                statuses.add(wanted.get(i).status(await(asked.get(i), end)));
            } catch (ConnectionNotFoundException e) {
                LOG.because(e, LogMessage.CONNECTION_ENDED_MEANWHILE);
            }
        }
        return new Page(
                node(), statuses, found.size() > limit ? wanted.get(limit - 1).id() : null);
    }

    @Override
    public ConnectionStatus one(String id) throws HubUnavailableException {
        return statusOf(find(id));
    }

    @Override
    public void close(String id, Operator by) throws HubUnavailableException {
        HubConnection connection = find(id);
        record(id, by, "close-connection", "");
        engine().observer().shed(Shed.OPERATOR);
        connection.end("An operator closed the connection" + because(by), false);
    }

    @Override
    public ConnectionStatus act(String id, String stream, SubscriptionAction action, Operator by)
            throws HubUnavailableException {
        HubConnection connection = find(id);
        if (action instanceof Rewind rewind) {
            requireLive(stream, rewind.offset());
        }
        require(connection, stream, desk -> desk.allows(stream, action));
        String detail = action instanceof Rewind rewind ? stream + " to offset " + rewind.offset() : stream;
        record(id, by, action.name() + "-subscription", detail);
        require(connection, stream, desk -> desk.carryOut(stream, action, because(by)));
        try {
            return statusOf(connection);
        } catch (ConnectionNotFoundException hasEnded) {
            // One that is for a single subscription ends with it.
            return connection.status(null);
        }
    }

    String node() {
        return ClusterSettings.from(ConfigProvider.getConfig()).nodeName();
    }

    /** Where the connections are. */
    HubEngine engine() throws HubUnavailableException {
        return hub.requireRunning();
    }

    private HubConnection find(String id) throws HubUnavailableException {
        return engine().connections().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ConnectionNotFoundException(id));
    }

    private void requireLive(String stream, long offset) {
        long first = log.stream(stream).map(StreamInfo::firstOffset).orElse(0L);
        if (offset < first) {
            throw new EventsArchivedException(stream, offset, first);
        }
    }

    private void record(String id, Operator by, String action, String detail) {
        actions.record(new OperatorAction(Instant.now(), by, action, OperatorAction.hubConnection(id), detail));
        LOG.write(LogMessage.CONNECTION_OPERATED, id, action, by.principal(), detail);
    }

    private static String because(Operator by) {
        return by.reason().isEmpty() ? "" : ": " + by.reason();
    }

    private static ConnectionStatus statusOf(HubConnection connection) {
        return connection.status(await(connection.details(), deadline()));
    }

    private static void require(HubConnection connection, String stream, Function<SubscriptionDesk, Boolean> task)
            throws HubUnavailableException {
        Boolean found = await(connection.ask(task), deadline());
        if (found == null) {
            throw new HubUnavailableException("The connection does not answer: look at it, and try again");
        }
        if (!found) {
            throw new SubscriptionNotFoundException(connection.id(), stream);
        }
    }

    private static long deadline() {
        return System.nanoTime() + PATIENCE.toNanos();
    }

    /** Null: there is no answer in time. */
    private static <T> @Nullable T await(CompletableFuture<T> answer, long end) {
        try {
            return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("A connection could not answer", e);
        }
    }
}
