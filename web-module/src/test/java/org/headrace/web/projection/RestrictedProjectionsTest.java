package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.ProjectionStatus.Counts;
import org.headrace.projection.ProjectionStatus.Failure;
import org.headrace.projection.ProjectionStatus.Position;
import org.headrace.projection.Projections;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.Rebuilds;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.headrace.web.security.StreamsKnown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A projection that reads the streams S and T, and fails at an event of S. */
class RestrictedProjectionsTest {

    private static final String REASON = "{\"reason\":\"a test event\"}";
    private static final ProjectionStatus FAILED = new ProjectionStatus(
            "p",
            ProjectionState.PAUSED,
            List.of(new Position("S", 2, 9, Counts.NONE), new Position("T", 4, 4, Counts.NONE)),
            "salary 5",
            null,
            new Failure("S", 3, "salary 5", "salary 5 at X", 4, null),
            null,
            "Event 3 of S fails: salary 5");
    private static final RebuildStatus FAILING =
            new RebuildStatus("p", State.FAILING, null, null, "Event 3 of S fails: salary 5");

    private final List<String> calls = new ArrayList<>();
    private final List<Object> skipped = new ArrayList<>();

    @Test
    void onlyWhoMayKnowOfItsStreamSkipsTheEventThatFails() throws Exception {
        Answer refused = projections("T"::equals).post("projections/p/skip", REASON);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("stream-restricted").doesNotContain("salary");
        assertThat(calls).doesNotContain("skip");

        assertThat(projections("S"::equals).post("projections/p/skip", REASON).status())
                .isEqualTo(200);
        assertThat(calls).contains("skip");
    }

    /** Whatever fails by the time that it is done. */
    @Test
    void whatIsSkippedIsTheEventThatWasLookedAtOrTheOneThatIsNamed() throws Exception {
        Edge all = projections(stream -> true);

        for (String body : List.of("", REASON, "{\"offset\":3}", "{\"stream\":\"T\",\"offset\":4}", "{\"offset\":5}")) {
            assertThat(all.post("projections/p/skip", body).status()).as(body).isEqualTo(200);
        }

        assertThat(skipped)
                .containsExactly(
                        new Address("S", 3),
                        new Address("S", 3),
                        new Address("S", 3),
                        new Address("T", 4),
                        new Address("S", 5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"stream\":\"S\"}              | offset",
                "{\"offset\":\"3\"}              | offset",
                "{\"offset\":3.5}                | offset",
                "{\"stream\":1,\"offset\":3}      | stream",
                "{\"event\":3}                   | event"
            })
    void whatCannotBeReadIsNamed(String body, String field) throws Exception {
        Answer refused = projections(stream -> true).post("projections/p/skip", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"" + field + "\"");
        assertThat(skipped).isEmpty();
    }

    @Test
    void whyANewVersionFailsIsToldToWhoMayKnowOfAllItsStreams() throws Exception {
        assertThat(rebuilds("T"::equals).get("projections/p/rebuild").body())
                .contains("\"Failing\"", "headrace.restricted-streams")
                .doesNotContain("salary");
        assertThat(rebuilds("T"::equals)
                        .post("projections/p/rebuild/resume", "")
                        .body())
                .doesNotContain("salary");
        assertThat(rebuilds(stream -> true).get("projections/p/rebuild").body()).contains("salary 5");
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private Edge projections(Predicate<String> known) {
        var resource = new ProjectionsResource();
        resource.projections = answering(Projections.class, FAILED);
        resource.known = StreamsKnown.only(known);
        return new Edge(ProjectionsResource.class, resource);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private Edge rebuilds(Predicate<String> known) {
        var resource = new RebuildsResource();
        resource.projections = answering(Projections.class, FAILED);
        resource.rebuilds = answering(Rebuilds.class, FAILING);
        resource.known = StreamsKnown.only(known);
        return new Edge(RebuildsResource.class, resource);
    }

    /** Notes what is called, and answers the same to all. */
    private <T> T answering(Class<T> type, Object answer) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            calls.add(method.getName());
            if (method.getName().equals("skip")) {
                skipped.add(arguments[1]);
            }
            return answer;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
