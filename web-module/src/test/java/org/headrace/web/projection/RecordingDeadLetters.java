package org.headrace.web.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.operator.Operator;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetterNotFoundException;
import org.headrace.projection.DeadLetters;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.stream.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** Keeps what is asked of it; knows one projection with a letter that failed and one queued behind it. */
final class RecordingDeadLetters implements DeadLetters {

    static final String NAME = "p";
    static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    static final DeadLetter QUEUED = new DeadLetter(new Address("S", 4), "Tested", "k", AT, null, null);
    static final DeadLetter FAILED = new DeadLetter(
            new Address("S", 3),
            "Tested",
            "k",
            AT,
            new Failure("boom at X", "boom", 4, AT),
            JsonText.of("{ \"b\": 2 }"));

    final List<Query> queries = new ArrayList<>();
    final List<String> actions = new ArrayList<>();

    @Nullable
    String next;

    @Nullable
    RuntimeException refusal;

    List<Handled.Failed> failed = List.of();

    @Override
    public Page find(String projection, Query query) {
        require(projection);
        queries.add(query);
        return new Page(List.of(FAILED, QUEUED), next);
    }

    @Override
    public Map<String, Long> counts(String projection) {
        require(projection);
        return Map.of("S", 5L, "T", 2L);
    }

    @Override
    public List<Cause> causes(String projection, Filter filter) {
        require(projection);
        queries.add(new Query(filter, 1, null));
        return List.of(new Cause("boom at X", 7, AT, AT.plusSeconds(1), FAILED));
    }

    @Override
    public Detail get(String projection, Address at) {
        require(projection);
        if (!at.equals(FAILED.at())) {
            throw new DeadLetterNotFoundException(projection, at);
        }
        return new Detail(
                FAILED,
                "boom\n\tat X",
                new RecordedEvent(
                        "S",
                        3,
                        new UUID(1, 2),
                        "Tested",
                        "k",
                        JsonText.of("{ \"a\":1}"),
                        JsonText.EMPTY_OBJECT,
                        null,
                        AT));
    }

    @Override
    public Handled retry(String projection, Address at, @Nullable JsonText editedData, Operator by) {
        return act("retry " + at.stream() + " " + at.offset() + " " + editedData, projection, by);
    }

    @Override
    public Handled skip(String projection, Address at, Operator by) {
        return act("skip " + at.stream() + " " + at.offset(), projection, by);
    }

    @Override
    public Touched touched(String projection, Filter filter) {
        require(projection);
        actions.add("dry run " + filter);
        return new Touched(List.of(FAILED), 1);
    }

    @Override
    public Handled retryAll(String projection, Filter filter, Operator by) {
        return act("retry " + filter, projection, by);
    }

    @Override
    public Handled skipAll(String projection, Filter filter, Operator by) {
        return act("skip " + filter, projection, by);
    }

    private Handled act(String what, String projection, Operator by) {
        require(projection);
        if (refusal != null) {
            throw refusal;
        }
        actions.add(what + " by " + by.principal() + ": " + by.reason());
        return new Handled(2, 1, failed, 5);
    }

    private static void require(String projection) {
        if (!projection.equals(NAME)) {
            throw new ProjectionNotFoundException(projection);
        }
    }
}
