package org.headrace.engine.management;

import java.util.List;
import org.headrace.engine.hub.ConnectionStatus;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubOperations;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.OperatorAction;

/** The hub, read from memory. */
final class ManagedHub implements HubMXBean {

    private static final int MOST = 1_000;

    private final Hub hub;
    private final HubOperations operations;
    private final ManagedCalls calls;

    ManagedHub(Hub hub, HubOperations operations, ManagedCalls calls) {
        this.hub = hub;
        this.operations = operations;
        this.calls = calls;
    }

    @Override
    public int getConnections() {
        return hub.counts().connections();
    }

    @Override
    public int getDetachedConnections() {
        return hub.counts().detached();
    }

    @Override
    public int getSubscriptions() {
        return hub.counts().subscriptions();
    }

    @Override
    public int getStreams() {
        return hub.counts().streams();
    }

    @Override
    public long getMostBehind() {
        return hub.mostBehind();
    }

    @Override
    public long getSentMessages() {
        return hub.traffic().messages();
    }

    @Override
    public long getSentCharacters() {
        return hub.traffic().characters();
    }

    @Override
    public int getMaxConnections() {
        return hub.settings().maxConnections();
    }

    @Override
    public int getMaxSubscriptions() {
        return hub.settings().maxSubscriptions();
    }

    @Override
    public int getMaxConnectionsPerPrincipal() {
        return hub.settings().limits().connectionsPerPrincipal();
    }

    @Override
    public int getMaxConnectionsPerAddress() {
        return hub.settings().limits().connectionsPerAddress();
    }

    @Override
    public List<String> connectionIds(int limit) {
        return calls.read(() -> {
            if (limit < 1 || limit > MOST) {
                throw new InvalidInputException("limit", "must be from 1 to " + MOST + ", is " + limit);
            }
            return operations.list(null, limit).connections().stream()
                    .map(ConnectionStatus::id)
                    .toList();
        });
    }

    @Override
    public String closeConnection(String id, String reason) {
        return calls.act("close-connection", OperatorAction.hubConnection(id), reason, by -> {
            try {
                operations.close(id, by);
            } catch (HubUnavailableException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            return "Closing";
        });
    }
}
