package org.headrace.guide;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** Books a trip. */
@ApplicationScoped
public class BookTrip implements SagaDefinition {

    @Inject
    Seats seats;

    @Inject
    Hotel hotel;

    @Override
    public String name() {
        return "book-trip";
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("HoldSeat", seats::hold)
                .compensatedBy(seats::giveBack)
                .thenCall("BookHotel", hotel::book)
                .compensatedBy(hotel::cancel)
                .whenInDoubtAsk(hotel::find)
                .within(Duration.ofSeconds(20))
                .thenAwait("Confirmed", Duration.ofDays(2))
                .onSignal(trip -> trip.set("isConfirmed", true));
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return Optional.of(SagaDeadline.of(Duration.ofDays(3)));
    }

    @Override
    public void check(SagaData trip) {
        var violations = Stream.of("tripId", "guest", "flight")
                .filter(field -> trip.find(field, String.class).isEmpty())
                .map(field -> new Violation(field, "is missing"))
                .toList();
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    @Override
    public Optional<String> correlationId(SagaData trip) {
        return trip.find("tripId", String.class);
    }
}
