package org.headrace.web.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TraceFilterTest {

    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void statesAreJoinedAndAParentThatComesTwiceIsNone() {
        var trace = TraceFilter.trace(List.of(PARENT), List.of("a=1", "b=2"));

        assertThat(trace).isNotNull();
        assertThat(trace.traceparent()).isEqualTo(PARENT);
        assertThat(trace.state()).isEqualTo("a=1,b=2");
        assertThat(TraceFilter.trace(List.of(PARENT, PARENT), List.of())).isNull();
        assertThat(TraceFilter.trace(List.of(), List.of("a=1"))).isNull();
        assertThat(TraceFilter.trace(List.of("nonsense"), List.of("a=1"))).isNull();
    }
}
