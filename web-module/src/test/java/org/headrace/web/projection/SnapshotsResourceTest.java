package org.headrace.web.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.headrace.operator.Operator;
import org.headrace.projection.ProjectionNotFoundException;
import org.headrace.projection.ProjectionStateException;
import org.headrace.projection.Snapshots;
import org.headrace.web.Edge;
import org.headrace.web.Edge.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SnapshotsResourceTest {

    private static final String SHOWN = "{\"bytes\":9,\"fits\":true,\"id\":7,\"offsets\":{\"S\":41},"
            + "\"takenAt\":\"2026-01-31T12:00:00Z\",\"takenBy\":\"anonymous\",\"version\":2}";

    private @Nullable RuntimeException refusal;
    private @Nullable Operator asked;
    private final Edge edge = new Edge(SnapshotsResource.class, resource());

    @Test
    void listsThem() throws Exception {
        assertThat(edge.get("projections/p/snapshots").body()).isEqualTo("{\"snapshots\":[" + SHOWN + "]}");
    }

    @Test
    void takesOne() throws Exception {
        Answer answer = edge.post("projections/p/snapshots", "{\"reason\":\"before the weekend\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(SHOWN);
        assertThat(asked).isEqualTo(new Operator("anonymous", "before the weekend"));
    }

    @Test
    void whatCannotBeDoneIsTold() throws Exception {
        refusal = new ProjectionStateException("not now");
        assertThat(edge.post("projections/p/snapshots", "").status()).isEqualTo(409);
        refusal = new ProjectionNotFoundException("p");
        assertThat(edge.post("projections/p/snapshots", "").status()).isEqualTo(404);
        assertThat(edge.get("projections/p/snapshots").status()).isEqualTo(404);
        assertThat(edge.post("projections/p/snapshots", "{\"why\":1}").status()).isEqualTo(400);
    }

    @SuppressWarnings("UnnecessaryAssignment") // there is no container here to inject anything
    private SnapshotsResource resource() {
        var resource = new SnapshotsResource();
        resource.snapshots = new Snapshots() {
            @Override
            public List<Info> list(String name) {
                refuse();
                return List.of(info("anonymous"));
            }

            @Override
            public Info take(String name, Operator by) {
                refuse();
                asked = by;
                return info(by.principal());
            }
        };
        return resource;
    }

    private void refuse() {
        if (refusal != null) {
            throw refusal;
        }
    }

    private static Snapshots.Info info(String by) {
        return new Snapshots.Info(7, 2, true, Instant.parse("2026-01-31T12:00:00Z"), by, Map.of("S", 41L), 9);
    }
}
