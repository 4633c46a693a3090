package org.headrace.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.headrace.memory.HeapTransactions;
import org.headrace.memory.TransactionalMap;
import org.headrace.retry.RetryPolicy;
import org.headrace.saga.Direction;
import org.headrace.saga.PermanentFailureException;
import org.headrace.saga.SagaContext;
import org.headrace.saga.SagaDeadline;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaSteps;

/** A trip is booked: a seat in a transaction, a room by a call, a car when somebody has approved. As it should be. */
class Trip implements SagaDefinition {

    final TransactionalMap<String, String> rows;
    final Hotel hotel = new Hotel();

    Trip(HeapTransactions heap) {
        rows = heap.newMap();
    }

    @Override
    public String name() {
        return "trip";
    }

    @Override
    public Optional<SagaDeadline> deadline() {
        return Optional.of(SagaDeadline.of(Duration.ofDays(30)));
    }

    @Override
    public SagaSteps steps() {
        return SagaSteps.first("Seat", this::takeSeat)
                .compensatedBy(this::giveSeatBack)
                .retrying(new RetryPolicy(3, Duration.ofMinutes(20), Duration.ofHours(2), 0))
                .thenCall("Room", this::bookRoom)
                .compensatedBy(this::cancelRoom)
                .thenAwait("Approved", Duration.ofDays(2))
                .then("Car", this::takeCar);
    }

    /** What there is of any trip, and of nothing else. */
    List<String> everything() {
        return Stream.concat(
                        rows.snapshot().entrySet().stream().map(row -> row.getKey() + "=" + row.getValue()),
                        hotel.everything().stream())
                .sorted()
                .toList();
    }

    void takeSeat(SagaContext context) throws Exception {
        if (context.find("fullyBooked", Boolean.class).orElse(false)) {
            throw new PermanentFailureException("No seat is left");
        }
        if (context.attempt() < context.find("flaky", Integer.class).orElse(0)) {
            throw new IllegalStateException("Try again");
        }
        change("seats", taken -> taken + " " + context.saga().id());
        context.set("seat", "12A");
    }

    void giveSeatBack(SagaContext context) {
        change("seats", taken -> taken.replace(" " + context.saga().id(), ""));
    }

    void bookRoom(SagaContext context) {
        hotel.book(context.idempotencyKey());
    }

    void cancelRoom(SagaContext context) {
        hotel.cancel(SagaContext.idempotencyKey(context.saga().id(), context.step(), Direction.EXECUTE));
    }

    void takeCar(SagaContext context) {
        change("cars", taken -> taken + " " + context.saga().id());
    }

    void change(String row, UnaryOperator<String> change) {
        String before = rows.getForUpdate(row).orElse("");
        String after = change.apply(before);
        if (after.isEmpty()) {
            rows.remove(row);
        } else {
            rows.put(row, after);
        }
    }
}
