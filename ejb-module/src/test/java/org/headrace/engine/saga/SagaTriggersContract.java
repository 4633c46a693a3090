package org.headrace.engine.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.headrace.engine.projection.TestNode;
import org.headrace.engine.saga.SagaEnvironment.Node;
import org.headrace.json.JsonText;
import org.headrace.saga.SagaData;
import org.headrace.saga.SagaDefinition;
import org.headrace.saga.SagaQuery;
import org.headrace.saga.SagaState;
import org.headrace.saga.SagaStatus;
import org.headrace.saga.SagaSteps;
import org.headrace.saga.SagaTrigger;
import org.headrace.stream.Append;
import org.headrace.stream.NewEvent;
import org.headrace.trace.TraceContext;
import org.headrace.trace.TraceScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sagas that are started by events of a stream. */
abstract class SagaTriggersContract extends SagaContract {

    private static final String STREAM = "Orders";
    private static final String PLACED = "OrderPlaced";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private TestNode projections;
    private Node node;

    /** On the same store as the environment. */
    abstract TestNode newProjections();

    @BeforeEach
    void openNode() {
        projections = newProjections();
        node = env.newNode();
        node.followTriggers(projections.registry(), projections.checkpoints(), projections.log());
    }

    @AfterEach
    void closeNode() {
        projections.close();
    }

    private StorySaga saga() {
        return StorySaga.of("ship-order", SagaSteps.first("Ship", context -> env.effects()
                .add("all", "shipped " + context.get("order", String.class))));
    }

    /** Refuses what has no order. */
    private record Strict(StorySaga like) implements SagaDefinition {
        @Override
        public String name() {
            return like.name();
        }

        @Override
        public SagaSteps steps() {
            return like.steps();
        }

        @Override
        public Optional<SagaTrigger> startedBy() {
            return like.startedBy();
        }

        @Override
        public void check(SagaData data) {
            data.get("order", String.class);
        }
    }

    private void place(String order) {
        append(PLACED, "{\"order\":\"" + order + "\"}");
    }

    private void append(String type, String data) {
        projections
                .log()
                .append(Append.to(
                        STREAM, new NewEvent(null, type, null, JsonText.of(data), JsonText.EMPTY_OBJECT, null)));
    }

    private void awaitShipped(String... orders) {
        Awaitility.await().atMost(DEADLINE).until(() -> {
            node.scan();
            return env.effects().of("all").size() >= orders.length;
        });
        assertThat(env.effects().of("all"))
                .containsExactlyInAnyOrder(List.of(orders).stream()
                        .map(order -> "shipped " + order)
                        .toArray(String[]::new));
    }

    @Test
    void each_event_of_the_type_starts_one_saga_and_older_ones_start_none() {
        place("O-0");
        node.registered.register(saga().startedBy(SagaTrigger.on(STREAM, PLACED)));

        place("O-1");
        append("OrderLooked", "{\"order\":\"O-2\"}");
        place("O-3");

        awaitShipped("O-1", "O-3");
    }

    @Test
    void the_past_counts_where_it_is_asked_for() {
        place("O-0");
        node.registered.register(saga().startedBy(new SagaTrigger(
                STREAM, Set.of(PLACED), event -> Optional.of(SagaData.of(event.data())), true)));

        place("O-1");

        awaitShipped("O-0", "O-1");
    }

    @Test
    void an_event_that_is_read_again_starts_nothing_anew() throws Exception {
        node.registered.register(saga().startedBy(SagaTrigger.on(STREAM, PLACED)));
        place("O-1");
        awaitShipped("O-1");

        projections.checkpoints().reset("start-ship-order", STREAM);
        place("O-2");

        awaitShipped("O-1", "O-2");
        assertThat(node.sagas.find(SagaQuery.ALL).sagas()).hasSize(2);
    }

    @Test
    void what_a_definition_refuses_is_a_dead_letter_and_holds_up_nobody() {
        node.registered.register(new Strict(saga().startedBy(SagaTrigger.on(STREAM, PLACED))));

        append(PLACED, "{}");
        place("O-1");

        awaitShipped("O-1");
        assertThat(projections.projections().status("start-ship-order").deadLetters())
                .as("dead letters")
                .isPositive();
    }

    @Test
    void a_saga_of_an_event_has_its_id_as_its_business_key() {
        node.registered.register(saga().startedBy(SagaTrigger.on(STREAM, PLACED)));
        UUID id = UUID.randomUUID();
        projections
                .log()
                .append(Append.to(
                        STREAM,
                        new NewEvent(
                                id, PLACED, null, JsonText.of("{\"order\":\"O-1\"}"), JsonText.EMPTY_OBJECT, null)));
        awaitShipped("O-1");

        SagaStatus status = node.sagas.find(SagaQuery.ALL).sagas().get(0);
        assertThat(env.states().findByBusinessKey("ship-order", id.toString()))
                .get()
                .extracting(saga -> saga.id())
                .isEqualTo(status.saga().id());
        node.await(status.saga().id(), SagaState.COMPLETED);
    }

    @Test
    void a_saga_of_an_event_is_in_its_trace() {
        node.registered.register(saga().startedBy(SagaTrigger.on(STREAM, PLACED)));
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        TraceScope scope = TraceScope.open(
                TraceContext.parse("00-" + trace + "-00f067aa0ba902b7-01", null).orElseThrow());
        place("O-1");
        scope.close();
        awaitShipped("O-1");

        assertThat(node.sagas.find(SagaQuery.ALL).sagas()).hasSize(1).allSatisfy(status -> assertThat(
                        status.saga().trace().traceId())
                .isEqualTo(trace));
    }

    @Test
    void a_definition_that_is_taken_away_starts_no_more() {
        node.registered.register(saga().startedBy(SagaTrigger.on(STREAM, PLACED)));
        place("O-1");
        awaitShipped("O-1");

        node.registered.unregister("ship-order", 1);

        assertThat(projections.registry().find("start-ship-order")).isEmpty();
    }
}
