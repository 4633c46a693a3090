package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaProbe.Finding;

/** Books a room at the hotel, by HTTP: PUT, GET and DELETE of a booking under the key of the step. */
@ApplicationScoped
public class Hotel {

    private static final int BOOKED = 200;
    private static final int UNKNOWN = 404;
    private static final int NO_ROOM = 409;
    private static final int CANCELLED = 410;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    @Inject
    @ConfigProperty(name = "trips.hotel")
    URI bookings;

    public void book(SagaContext trip) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("PUT", trip, BodyPublishers.ofString(trip.get("guest", String.class)));
        if (answer.statusCode() == NO_ROOM || answer.statusCode() == CANCELLED) {
            throw new PermanentFailureException("The hotel has no room");
        }
        trip.set("room", require(answer, BOOKED).body());
    }

    /** There may be no booking yet: the hotel then takes none under this key any more. */
    public void cancel(SagaContext trip) throws IOException, InterruptedException {
        require(send("DELETE", trip, BodyPublishers.noBody()), CANCELLED);
    }

    public Finding find(SagaContext trip) throws IOException, InterruptedException {
        HttpResponse<String> answer = require(send("GET", trip, BodyPublishers.noBody()), BOOKED, UNKNOWN, CANCELLED);
        if (trip.direction() == Direction.COMPENSATE) {
            return answer.statusCode() == CANCELLED ? Finding.HAPPENED : Finding.NEVER_HAPPENED;
        }
        if (answer.statusCode() != BOOKED) {
            return Finding.NEVER_HAPPENED;
        }
        trip.set("room", answer.body());
        return Finding.HAPPENED;
    }

    /** The booking's key is that of its execution, whichever way the step is gone. */
    private HttpResponse<String> send(String method, SagaContext trip, BodyPublisher body)
            throws IOException, InterruptedException {
        String key = SagaContext.idempotencyKey(trip.saga().id(), trip.step(), Direction.EXECUTE);
        HttpRequest request = HttpRequest.newBuilder(URI.create(bookings + "/" + key))
                .method(method, body)
                .timeout(Duration.ofSeconds(5))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> require(HttpResponse<String> answer, int... expected) throws IOException {
        if (IntStream.of(expected).noneMatch(status -> status == answer.statusCode())) {
            throw new IOException("The hotel answered " + answer.statusCode());
        }
        return answer;
    }
}
