package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.signalr.HttpHubConnectionBuilder;
import com.microsoft.signalr.HubConnection;
import com.microsoft.signalr.HubConnectionBuilder;
import com.microsoft.signalr.HubConnectionState;
import io.reactivex.rxjava3.core.Completable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.headrace.it.Api;

/** A connection of Microsoft's client for Java that notes whatever it is called for, in order. */
final class JavaClient implements AutoCloseable {

    private static final long SECONDS = 60;

    private final List<String> order = new CopyOnWriteArrayList<>();
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final HubConnection connection;

    private JavaClient(HubConnection connection) {
        this.connection = connection;
        connection.on("SubscriptionConfirmed", stream -> order.add("confirmed " + stream), String.class);
        connection.on("EventReceived", this::received, String.class, JsonObject.class);
        connection.on("Error", errors::add, String.class);
    }

    /** Not started yet. */
    static JavaClient of(Api api) {
        return of(api, "", builder -> builder);
    }

    /**
     * Not started yet.
     *
     * @param query of the hub's address
     * @param options what a user of the client may set
     */
    static JavaClient of(Api api, String query, UnaryOperator<HttpHubConnectionBuilder> options) {
        HttpHubConnectionBuilder builder = HubConnectionBuilder.create(api.base() + "/hubs/events" + query);
        if (api.login().isThere()) {
            builder.withHeader("Authorization", api.login().authorization());
        }
        return new JavaClient(options.apply(builder).build());
    }

    private void received(String stream, JsonObject event) {
        order.add("event of " + stream);
        events.add(event);
    }

    JavaClient start() {
        await(connection.start());
        return this;
    }

    void stop() {
        await(connection.stop());
    }

    /** Calls a method and waits for its completion, which may be an error. */
    void invoke(String method, Object... arguments) {
        await(connection.invoke(method, arguments));
    }

    /** Calls a method and waits for nothing. */
    void send(String method, Object... arguments) {
        connection.send(method, arguments);
    }

    private static void await(Completable completable) {
        assertThat(completable.blockingAwait(SECONDS, TimeUnit.SECONDS))
                .as("within " + SECONDS + " s")
                .isTrue();
    }

    boolean isConnected() {
        return connection.getConnectionState() == HubConnectionState.CONNECTED;
    }

    /** What it was called for, confirmations and events, in order. */
    List<String> order() {
        return List.copyOf(order);
    }

    /** The events received, once there are so many. */
    List<JsonObject> events(int count) {
        until(() -> events.size() >= count);
        return List.copyOf(events);
    }

    /** The offsets of the first events received of a stream, once there are so many. */
    List<Long> offsets(String stream, int count) {
        until(() -> offsets(stream).size() >= count);
        return offsets(stream);
    }

    private List<Long> offsets(String stream) {
        return events.stream()
                .filter(e -> e.get("stream").getAsString().equals(stream))
                .map(e -> e.get("offset").getAsLong())
                .toList();
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(SECONDS))
                .pollInterval(Duration.ofMillis(10))
                .until(condition);
    }

    @Override
    public void close() {
        connection.close();
    }
}
