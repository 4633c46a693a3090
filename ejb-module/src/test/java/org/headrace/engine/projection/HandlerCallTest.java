package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.projection.BatchContext;
import org.headrace.projection.BatchProjection;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.PreparedProjection;
import org.headrace.projection.Projection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.stream.EventType;
import org.headrace.stream.RecordedEvent;
import org.junit.jupiter.api.Test;

class HandlerCallTest {

    sealed interface OrderEvent {
        record OrderPlaced(String orderId) implements OrderEvent {}

        @EventType("order.cancelled")
        record OrderCancelled(String orderId) implements OrderEvent {}
    }

    private static final BatchContext CONTEXT = new BatchContext("orders", 0, false);
    private static final List<RecordedEvent> EVENTS = List.of(
            Events.at(0, "OrderPlaced", "{\"orderId\":\"1\"}"),
            Events.at(1, "SomethingElse", "[1]"),
            Events.at(2, "order.cancelled", "{\"orderId\":\"1\"}"));

    private final List<Object> seen = new ArrayList<>();

    static final class Placed implements Projection<OrderEvent.OrderPlaced> {
        private final List<Object> seen;

        Placed(List<Object> seen) {
            this.seen = seen;
        }

        @Override
        public void project(OrderEvent.OrderPlaced event, EventContext context) {
            seen.add(event);
        }
    }

    @Test
    void typedProjectionGetsItsOneTypeOnly() throws Exception {
        HandlerCall.of(ProjectionDefinition.of("orders", new Placed(seen), "Orders"))
                .handle(EVENTS, CONTEXT);

        assertThat(seen).containsExactly(new OrderEvent.OrderPlaced("1"));
    }

    @Test
    void dynamicProjectionGetsRecordsOfASealedInterfaceAndTextForOtherTypes() throws Exception {
        DynamicProjection projection = (event, context) -> seen.add(event);

        HandlerCall.of(ProjectionDefinition.of("orders", projection, "Orders").withEvents(OrderEvent.class))
                .handle(EVENTS, CONTEXT);

        assertThat(seen)
                .containsExactly(
                        new OrderEvent.OrderPlaced("1"), JsonText.of("[1]"), new OrderEvent.OrderCancelled("1"));
    }

    /** Notes what it is prepared for, and what it is handed. */
    private static final class Prepared implements DynamicProjection, PreparedProjection {
        private final List<Object> seen;

        Prepared(List<Object> seen) {
            this.seen = seen;
        }

        @Override
        public void prepare(List<RecordedEvent> events, BatchContext context) {
            seen.add("prepared for " + events.size() + " of " + context.projection());
        }

        @Override
        public void project(Object event, EventContext context) {
            seen.add(context.event().offset());
        }
    }

    @Test
    void oneThatIsPreparedSeesAllBeforeItGetsTheFirst() throws Exception {
        HandlerCall.of(ProjectionDefinition.of("orders", new Prepared(seen), "Orders"))
                .handle(EVENTS, CONTEXT);

        assertThat(seen).containsExactly("prepared for 3 of orders", 0L, 1L, 2L);
    }

    /** As {@link Placed}, which takes one type. */
    private record PreparedPlaced(List<Object> seen) implements Projection<OrderEvent.OrderPlaced>, PreparedProjection {

        @Override
        public void prepare(List<RecordedEvent> events, BatchContext context) {
            seen.add("prepared for " + events.size());
        }

        @Override
        public void project(OrderEvent.OrderPlaced event, EventContext context) {
            seen.add(event.orderId());
        }
    }

    @Test
    void soDoesATypedOne() throws Exception {
        HandlerCall.of(ProjectionDefinition.of("orders", new PreparedPlaced(seen), "Orders"))
                .handle(EVENTS, CONTEXT);

        assertThat(seen).containsExactly("prepared for 3", "1");
    }

    @Test
    void batchProjectionGetsAllAtOnce() throws Exception {
        BatchProjection projection = (events, context) -> seen.addAll(events);

        HandlerCall.of(ProjectionDefinition.of("orders", projection, "Orders")).handle(EVENTS, CONTEXT);

        assertThat(seen).hasSize(3);
    }

    @Test
    void typedProjectionAsLambdaNeedsItsPayloadNamed() {
        Projection<OrderEvent.OrderPlaced> lambda = (event, context) -> seen.add(event);
        ProjectionDefinition unnamed = ProjectionDefinition.of("orders", lambda, "Orders");

        assertThatThrownBy(() -> HandlerCall.of(unnamed))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("events");
        assertThat(HandlerCall.of(unnamed.withEvents(OrderEvent.OrderPlaced.class)))
                .isNotNull();
    }

    @Test
    void twoClassesForOneTypeAreRefused() {
        @EventType("OrderPlaced")
        record Other() {}
        DynamicProjection projection = (event, context) -> seen.add(event);

        assertThatThrownBy(() -> HandlerCall.of(ProjectionDefinition.of("orders", projection, "Orders")
                        .withEvents(OrderEvent.class, Other.class)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("OrderPlaced");
    }
}
