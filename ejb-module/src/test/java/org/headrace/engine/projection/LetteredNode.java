package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Handled;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.EventContext;
import org.headrace.projection.OnPoison;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ResettableProjection;
import org.headrace.retry.RetryPolicy;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A projection with dead letters on a node of its own, and what tests of it look at. */
abstract class LetteredNode {

    static final String NAME = "lettered";
    static final Operator ADA = new Operator("ada", "mended");

    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final String STREAM = "Lettered";
    private static final ProjectionOptions OPTIONS = ProjectionOptions.DEFAULT
            .withPollingInterval(Duration.ofMillis(50))
            .withRetry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
            .withOnPoison(OnPoison.DEAD_LETTER);

    /** What an event fails with, by what is in its data. */
    final Map<String, String> poison = new ConcurrentHashMap<>();

    final Set<Integer> attempts = ConcurrentHashMap.newKeySet();
    private TestNode node;

    abstract TestNode newNode();

    /** In the handler's transaction. */
    abstract void see(String what);

    /** In the order seen. */
    abstract List<String> seen();

    abstract void forgetSeen();

    @BeforeEach
    void open() {
        node = newNode();
    }

    @AfterEach
    void close() {
        node.close();
    }

    final class Picky implements DynamicProjection, ResettableProjection {
        @Override
        public void project(Object event, EventContext context) throws SQLException {
            String data = ((JsonText) event).text();
            see(context.event().offset() + " " + data);
            attempts.add(context.attempt());
            switch (poison.getOrDefault(data, "")) {
                case "state" -> throw new IllegalStateException("cannot bear " + data);
                case "argument" -> throw new IllegalArgumentException("cannot bear " + data);
                case "outage" -> throw new SQLException("shutting down", "57P01");
                case "append" -> append("b 99");
                default -> {}
            }
        }

        @Override
        public void reset() {
            forgetSeen();
            if (poison.containsKey("reset")) {
                throw new IllegalStateException("cannot be emptied");
            }
        }
    }

    final TestNode node() {
        return node;
    }

    /** At 0 and, behind it, at 3 and 4; at 1; at 2 without a key. */
    final void makeFiveOfTwoCauses() {
        poison.put("1", "state");
        poison.put("2", "argument");
        poison.put("3", "state");
        append("a 1", "b 2", "- 3", "a 4", "a 5");
        register();
        awaitProcessed(0);
        assertThat(letters()).hasSize(5);
    }

    final Cause causeOf(String kind) {
        String exception = kind.equals("state") ? "IllegalStateException" : "IllegalArgumentException";
        return node.deadLetters().causes(NAME, Filter.ALL).stream()
                .filter(cause -> cause.cause().contains(exception))
                .findFirst()
                .orElseThrow();
    }

    final Handled retry(long offset) {
        return node.deadLetters().retry(NAME, at(offset), null, ADA);
    }

    static Address at(long offset) {
        return new Address(STREAM, offset);
    }

    final List<DeadLetter> letters() {
        return node.deadLetters().find(NAME, new Query(Filter.ALL, 1_000, null)).letters();
    }

    final List<OperatorAction> recorded() {
        return node.actions()
                .find(new OperatorActions.Query(OperatorAction.projection(NAME), 10, null))
                .actions();
    }

    final void register() {
        node.registry().register(new ProjectionDefinition(NAME, new Picky(), List.of(STREAM), List.of(), OPTIONS));
    }

    /** Key and data of each; the key - is none. */
    final void append(String... events) {
        for (String text : events) {
            String[] parts = text.split(" ", 2);
            NewEvent event = NewEvent.of("Tested", JsonText.of(parts[1]));
            node.log().append(STREAM, parts[0].equals("-") ? event : event.withKey(parts[0]));
        }
    }

    final ProjectionStatus status() {
        return node.projections().status(NAME);
    }

    /** Until it has caught up, with so many events processed. */
    final void awaitProcessed(long count) {
        Awaitility.await()
                .atMost(DEADLINE)
                .until(() -> status().state() == ProjectionState.LIVE && status().eventsProcessed() == count);
    }
}
