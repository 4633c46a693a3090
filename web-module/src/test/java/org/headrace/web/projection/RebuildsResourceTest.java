package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionState;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.ProjectionStatus;
import org.headrace.projection.Projections;
import org.headrace.projection.RebuildParity;
import org.headrace.projection.RebuildParity.TableParity;
import org.headrace.projection.RebuildStatus;
import org.headrace.projection.RebuildStatus.Beside;
import org.headrace.projection.RebuildStatus.Progress;
import org.headrace.projection.RebuildStatus.State;
import org.headrace.projection.Rebuilds;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.headrace.web.security.StreamsKnown;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildsResourceTest {

    private static final RebuildStatus BUILDING = new RebuildStatus(
            "p",
            State.BUILDING,
            new Progress(30, 90, 12.4, Duration.ofSeconds(7)),
            new Beside(List.of("t"), Instant.parse("2026-01-31T12:00:00Z"), "ada", "why", true),
            "It reads.");

    private final Recording recording = new Recording();
    private final Edge edge = new Edge(RebuildsResource.class, resource());

    @Test
    void tellsHowFarItIs() throws Exception {
        Answer answer = edge.get("projections/p/rebuild");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"projection\":\"p\",\"state\":\"Building\",\"explanation\":\"It reads.\","
                        + "\"progress\":{\"percent\":25,\"eventsRead\":30,\"eventsToGo\":90,\"eventsPerSecond\":12,"
                        + "\"secondsLeft\":7},\"beside\":{\"tables\":[\"t\"],\"startedAt\":\"2026-01-31T12:00:00Z\","
                        + "\"startedBy\":\"ada\",\"reason\":\"why\",\"autoSwitch\":true}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                            | in place: ",
                "{\"reason\":\"new column\"}                                   | in place: new column",
                "{\"mode\":\"inPlace\"}                                        | in place: ",
                "{\"mode\":\"beside\"}                                         | beside false: ",
                "{\"mode\":\"beside\",\"autoSwitch\":true,\"reason\":\"why\"}  | beside true: why"
            })
    void rebuildsInPlaceUnlessAskedToDoSoBeside(String body, String call) throws Exception {
        assertThat(edge.post("projections/p/rebuild", body).status()).isEqualTo(202);
        assertThat(recording.calls).containsExactly(call.endsWith(":") ? call + " " : call);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mode\":\"elsewhere\"}                  | mode",
                "{\"mode\":1}                              | mode",
                "{\"mode\":\"beside\",\"autoSwitch\":\"y\"}| autoSwitch",
                "{\"autoSwitch\":true}                     | autoSwitch",
                "{\"acceptDifferences\":true}              | acceptDifferences",
                "[]                                        | body"
            })
    void whatCannotBeReadIsNamed(String body, String field) throws Exception {
        Answer answer = edge.post("projections/p/rebuild", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).contains("\"field\":\"" + field + "\"");
        assertThat(recording.calls).isEmpty();
    }

    @Test
    void comparesTableByTable() throws Exception {
        Answer answer = edge.post("projections/p/rebuild/parity", "");

        assertThat(answer.body())
                .isEqualTo("{\"projection\":\"p\",\"equal\":false,\"offsets\":{\"S\":7},\"tables\":["
                        + "{\"table\":\"t\",\"equal\":false,\"onlyInOld\":1,\"onlyInNew\":2}]}");
    }

    @Test
    void switchesWithDifferencesOnlyWhenTheyAreAccepted() throws Exception {
        edge.post("projections/p/rebuild/switch", "");
        edge.post("projections/p/rebuild/switch", "{\"acceptDifferences\":true,\"reason\":\"mended\"}");
        assertThat(recording.calls).containsExactly("switch false: ", "switch true: mended");

        Answer answer = edge.post("projections/p/rebuild/switch", "{\"acceptDifferences\":\"yes\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"field\":\"acceptDifferences\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parity", "switch", "cancel", "resume", "rollback", "finish"})
    void whatTheStateDoesNotAllowIs409AndAnUnknownName404(String action) throws Exception {
        edge.post("projections/p/rebuild/" + action, "{\"reason\":\"r\"}");
        assertThat(recording.calls)
                .singleElement()
                .asString()
                .startsWith(action)
                .endsWith(": r");

        recording.refusal = new ProjectionStateException("not now");
        Answer refused = edge.post("projections/p/rebuild/" + action, "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.body()).contains("not now");
        recording.refusal = new ProjectionNotFoundException("p");
        assertThat(edge.post("projections/p/rebuild/" + action, "").status()).isEqualTo(404);
        assertThat(edge.get("projections/p/rebuild").status()).isEqualTo(404);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private RebuildsResource resource() {
        var resource = new RebuildsResource();
        // The other actions of projections are not this resource's.
        resource.projections = (Projections) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Projections.class},
                (proxy, method, arguments) -> recording.rebuildInPlace((String) arguments[0], (Operator) arguments[1]));
        resource.rebuilds = recording;
        resource.known = StreamsKnown.ALL;
        return resource;
    }

    /** Notes what it is asked to do. */
    private static final class Recording implements Rebuilds {

        private final List<String> calls = new ArrayList<>();
        private @Nullable RuntimeException refusal;

        private void called(String what, Operator by) {
            if (refusal != null) {
                throw refusal;
            }
            calls.add(what + ": " + by.reason());
        }

        private RebuildStatus done(String what, Operator by) {
            called(what, by);
            return BUILDING;
        }

        private ProjectionStatus rebuildInPlace(String name, Operator by) {
            called("in place", by);
            return new ProjectionStatus(
                    name, ProjectionState.REBUILDING, List.of(), null, null, null, null, "It reads.");
        }

        @Override
        public RebuildStatus begin(String name, boolean autoSwitch, Operator by) {
            return done("beside " + autoSwitch, by);
        }

        @Override
        public RebuildParity parity(String name, Operator by) {
            called("parity", by);
            return new RebuildParity(name, Map.of("S", 7L), List.of(new TableParity("t", 1, 2)));
        }

        @Override
        public RebuildStatus switchOver(String name, boolean acceptDifferences, Operator by) {
            return done("switch " + acceptDifferences, by);
        }

        @Override
        public RebuildStatus cancel(String name, Operator by) {
            return done("cancel", by);
        }

        @Override
        public RebuildStatus resume(String name, Operator by) {
            return done("resume", by);
        }

        @Override
        public RebuildStatus rollBack(String name, Operator by) {
            return done("rollback", by);
        }

        @Override
        public RebuildStatus finish(String name, Operator by) {
            return done("finish", by);
        }

        @Override
        public RebuildStatus status(String name) {
            if (refusal != null) {
                throw refusal;
            }
            return BUILDING;
        }
    }
}
