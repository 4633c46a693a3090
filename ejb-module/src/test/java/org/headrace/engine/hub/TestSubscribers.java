package org.headrace.engine.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.headrace.engine.stream.LiveStreams;

/** Clients of a hub over streams that others read too. */
public final class TestSubscribers implements AutoCloseable {

    private final HubThreads threads = new HubThreads(Executors.defaultThreadFactory());
    private final HubEngine engine;
    private final WordyProtocol protocol = WordyProtocol.joining();
    private final List<RecordingOutlet> clients = new ArrayList<>();

    public TestSubscribers(LiveStreams streams) {
        engine = new HubEngine(
                new HubParts(streams, threads.lanes(), System::nanoTime, StreamAccess.OPEN), HubSettings.DEFAULT);
        engine.start();
    }

    /** One more client, which reads all it is sent. Returns when its subscription is confirmed. */
    public void subscribe(String stream, long from) throws HubUnavailableException {
        var client = new RecordingOutlet();
        HubConnection connection = engine.open(client, ClientOrigin.UNKNOWN);
        connection.begin(protocol, null);
        connection.subscribe("1", SubscriptionRequest.to(stream, from));
        client.awaitMessage("completed 1");
        clients.add(client);
    }

    /** What each client was sent of a stream, in order of arrival. */
    public List<List<Long>> offsets(String stream) {
        return clients.stream().map(client -> client.offsets(stream)).toList();
    }

    @Override
    public void close() {
        threads.stop();
    }
}
