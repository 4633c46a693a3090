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
