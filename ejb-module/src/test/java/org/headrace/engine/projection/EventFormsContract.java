package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.headrace.json.JsonText;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.Projection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.spi.Checkpoint;
import org.headrace.projection.spi.RunState;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.Append;
import org.headrace.stream.EventType;
import org.headrace.stream.EventVersion;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Upcaster;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What projections of each kind are given of events of all ages, known types and unknown ones, whatever the store. */
abstract class EventFormsContract {

    private static final String NAME = "forms";
    private static final String ORDERS = "Orders";
    private static final String RETURNS = "Returns";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withBatchSize(10)
            .withRetry(new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(60), 0));

    /** Was {@code Placed} with {@code id}, then {@code Placed} version 2 with {@code orderId}. */
    @EventType(value = "OrderPlaced", version = 3)
    public record OrderPlaced(String orderId, int quantity) {}

    public record OrderReturned(String orderId) {}

    private static final Upcaster WITH_ORDER_ID = UpcastersTest.of(
            EventVersion.of("Placed"),
            new EventVersion("Placed", 2),
            old -> JsonText.encode(Map.of("orderId", old.decode(Map.class).get("id"))));

    private static final Upcaster WITH_QUANTITY =
            UpcastersTest.of(new EventVersion("Placed", 2), new EventVersion("OrderPlaced", 3), old -> {
                if (old.text().contains("poison")) {
                    throw new IllegalStateException("cannot be upcast");
                }
                return JsonText.encode(Map.of("orderId", old.decode(Map.class).get("orderId"), "quantity", 1));
            });

    private final List<Object> seen = new ArrayList<>();
    private RunnerEnvironment environment;

    abstract RunnerEnvironment newEnvironment(Upcaster... upcasters);

    @BeforeEach
    void open() {
        environment = newEnvironment(WITH_QUANTITY, WITH_ORDER_ID);
    }

    @AfterEach
    void close() {
        environment.close();
    }

    @Test
    void aTypedProjectionGetsItsTypeOfAnyAgeAndPassesTheRestOver() throws Exception {
        appendOrdersOfAllAges();
        append(ORDERS, NewEvent.of(new OrderReturned("a")), NewEvent.of("Unheard", JsonText.of("[1]")));
        Projection<OrderPlaced> typed = (order, context) -> {
            seen.add(order);
            environment.model().add(context.event().offset());
        };

        environment.run(runner(typed, List.of(ORDERS), OrderPlaced.class));

        assertThat(seen).containsExactly(new OrderPlaced("a", 1), new OrderPlaced("b", 1), new OrderPlaced("c", 7));
        assertThat(environment.model().offsets()).containsExactly(0L, 1L, 2L);
        assertThat(checkpoint(ORDERS).lastProcessedOffset()).isEqualTo(4);
        assertThat(checkpoint(ORDERS).counts()).isEqualTo(new Counts(5, 2, 0));
    }

    @Test
    void aDynamicProjectionOfSeveralStreamsGetsRecordsByTypeAndTextForUnknownTypes() throws Exception {
        appendOrdersOfAllAges();
        append(RETURNS, NewEvent.of(new OrderReturned("a")), NewEvent.of("Unheard", JsonText.of("[1]")));
        DynamicProjection dynamic = (event, context) -> seen.add(context.event().stream() + " " + event);

        environment.run(runner(dynamic, List.of(ORDERS, RETURNS), OrderPlaced.class, OrderReturned.class));

        assertThat(seen)
                .containsExactly(
                        "Orders " + new OrderPlaced("a", 1),
                        "Orders " + new OrderPlaced("b", 1),
                        "Orders " + new OrderPlaced("c", 7),
                        "Returns " + new OrderReturned("a"),
                        "Returns [1]");
        assertThat(checkpoint(ORDERS).counts()).isEqualTo(new Counts(3, 0, 0));
        assertThat(checkpoint(RETURNS).counts()).isEqualTo(new Counts(2, 1, 0));
    }

    @Test
    void aBatchProjectionOfSeveralStreamsGetsEventsInTheirNewestForm() throws Exception {
        append(RETURNS, NewEvent.of("Unheard", JsonText.of("[1]")));
        appendOrdersOfAllAges();
        BatchProjection batch = (events, context) ->
                events.forEach(e -> seen.add(e.type().equals("OrderPlaced") ? e.payload(OrderPlaced.class) : e.data()));

        environment.run(runner(batch, List.of(ORDERS, RETURNS), OrderPlaced.class));

        assertThat(seen)
                .containsExactly(
                        new OrderPlaced("a", 1), new OrderPlaced("b", 1), new OrderPlaced("c", 7), JsonText.of("[1]"));
        assertThat(checkpoint(RETURNS).counts()).isEqualTo(new Counts(1, 1, 0));
        assertThat(checkpoint(ORDERS).counts().unknown()).isZero();
    }

    @Test
    void whereNoClassesAreNamedNoTypeIsUnknown() throws Exception {
        append(ORDERS, NewEvent.of("Unheard", JsonText.of("[1]")));
        DynamicProjection dynamic = (event, context) -> seen.add(event);

        environment.run(runner(dynamic, List.of(ORDERS)));

        assertThat(checkpoint(ORDERS).counts()).isEqualTo(new Counts(1, 0, 0));
    }

    @Test
    void anEventThatCannotBeUpcastIsTheOneThatFails() throws Exception {
        appendOrdersOfAllAges();
        append(ORDERS, NewEvent.of("Placed", JsonText.of("{\"id\":\"poison\"}")), NewEvent.of(new OrderPlaced("e", 1)));
        DynamicProjection dynamic =
                (event, context) -> environment.model().add(context.event().offset());
        ProjectionRunner runner = runner(dynamic, List.of(ORDERS, RETURNS), OrderPlaced.class);
        append(RETURNS, NewEvent.of(new OrderReturned("a")));

        environment.run(runner);

        assertThat(environment.model().offsets()).as("the good ones before it").startsWith(0L, 1L, 2L);
        RunState state = environment.parts().places().runStates().load(NAME).orElseThrow();
        assertThat(state.failure().offset()).isEqualTo(3);
        assertThat(state.failure().attempts()).isEqualTo(1);
        assertThat(checkpoint(ORDERS).lastProcessedOffset()).isEqualTo(2);
        assertThat(checkpoint(ORDERS).lastError()).contains("cannot be upcast");
        assertThat(runner.standing().outage()).isNull();
    }

    @Test
    void aHandlerIsInTheTraceOfItsEventAndWhatItAppendsGoesOnWithIt() throws Exception {
        TraceContext trace = TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null)
                .orElseThrow();
        TraceScope scope = TraceScope.open(trace);
        append(ORDERS, NewEvent.of(new OrderReturned("a")));
        scope.close();
        append(ORDERS, NewEvent.of(new OrderReturned("b")));
        DynamicProjection dynamic = (event, context) -> {
            seen.add(context.trace());
            append(RETURNS, NewEvent.of("Told", JsonText.of("1")));
        };

        environment.run(runner(dynamic, List.of(ORDERS), OrderReturned.class));

        assertThat(seen).containsExactly(Optional.of(trace), Optional.empty());
        assertThat(TraceContext.current()).isEmpty();
        List<RecordedEvent> told = environment.log().read(RETURNS, 0, 10).events();
        assertThat(told).hasSize(2);
        assertThat(TraceContext.in(told.get(0).metadata())).hasValueSatisfying(carried -> {
            assertThat(carried.traceId()).isEqualTo(trace.traceId());
            assertThat(carried.spanId()).isNotEqualTo(trace.spanId());
        });
        assertThat(told.get(1).metadata()).hasToString("{}");
    }

    private void appendOrdersOfAllAges() {
        append(
                ORDERS,
                NewEvent.of("Placed", JsonText.of("{\"id\":\"a\"}")),
                NewEvent.of("Placed", JsonText.of("{\"orderId\":\"b\"}"))
                        .withMetadata(JsonText.of("{\"schemaVersion\":2}")),
                NewEvent.of(new OrderPlaced("c", 7)).withMetadata(JsonText.of("{\"by\":\"ada\"}")));
    }

    private void append(String stream, NewEvent... events) {
        environment.log().append(Append.to(stream, events));
    }

    private ProjectionRunner runner(Object handler, List<String> streams, Class<?>... events) {
        return environment.newRunner(new ProjectionDefinition(NAME, handler, streams, List.of(events), OPTIONS));
    }

    private Checkpoint checkpoint(String stream) {
        return environment.parts().places().checkpoints().load(NAME, stream).orElseThrow();
    }
}
