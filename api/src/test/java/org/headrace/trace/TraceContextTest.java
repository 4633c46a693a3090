package org.headrace.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.headrace.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void whatIsReadIsWrittenTheSame() {
        var trace = TraceContext.parse(PARENT, "congo=t61rcWkgMzE, rojo=00f067aa0ba902b7 ,,")
                .orElseThrow();

        assertThat(trace.traceId()).isEqualTo(TRACE);
        assertThat(trace.spanId()).isEqualTo(SPAN);
        assertThat(trace.sampled()).isTrue();
        assertThat(trace.traceparent()).isEqualTo(PARENT);
        assertThat(trace.state()).isEqualTo("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7");
        assertThat(TraceContext.parse(" " + PARENT + " ", null)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "0x-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            })
    void whatIsNotValidIsIgnored(String header) {
        assertThat(TraceContext.parse(header, "a=b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"00, false", "01, true", "02, false", "ff, true", "fe, false"})
    void onlyTheSampledFlagIsKnown(String flags, boolean sampled) {
        var trace = TraceContext.parse("00-" + TRACE + "-" + SPAN + "-" + flags, null)
                .orElseThrow();

        assertThat(trace.sampled()).isEqualTo(sampled);
        assertThat(trace.traceparent()).endsWith(sampled ? "-01" : "-00");
    }

    @Test
    void ofAVersionToComeThePartThatIsKnownIsRead() {
        assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01", null)
                        .orElseThrow()
                        .traceparent())
                .isEqualTo(PARENT);
        assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-what the future brings", null))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A=b", "a", "a=", "a=b,a=c", "a=b=c", "1a=b", "a@b@c=d", "é=b", "a=b\u0001", "=b"})
    void aStateThatIsNotValidIsLeftOut(String state) {
        assertThat(TraceContext.parse(PARENT, "good=1," + state).orElseThrow().state())
                .isEmpty();
    }

    @Test
    void aStateMayHaveTenantsAndIsCutAtWholeMembers() {
        assertThat(state("fw529a3039@dt=FfAAAA, a-1_*/=x y")).isEqualTo("fw529a3039@dt=FfAAAA,a-1_*/=x y");
        String longOne = "long=" + "x".repeat(200);
        String many = IntStream.range(0, 31)
                .mapToObj(i -> "k" + i + "=" + "v".repeat(12))
                .collect(Collectors.joining(","));
        String kept = state(longOne + "," + many);
        assertThat(kept)
                .startsWith("k0=")
                .doesNotContain("long=")
                .hasSizeLessThanOrEqualTo(512)
                .endsWith("v");
        assertThat(state(many + ",a=1,b=2")).isEmpty();
    }

    private static String state(String list) {
        return TraceContext.parse(PARENT, list).orElseThrow().state();
    }

    @Test
    void aChildIsOfTheSameTraceAndHasASpanOfItsOwn() {
        var trace = TraceContext.parse(PARENT, "a=b").orElseThrow();

        var child = trace.child();

        assertThat(child.traceId()).isEqualTo(TRACE);
        assertThat(child.spanId()).isNotEqualTo(SPAN).hasSize(16);
        assertThat(child.sampled()).isTrue();
        assertThat(child.state()).isEqualTo("a=b");
        assertThat(TraceContext.parse(child.traceparent(), null)).isPresent();
    }

    @Test
    void metadataTellsIt() {
        assertThat(TraceContext.in(JsonText.of("{\"a\":1,\"tracestate\":\"x=y\",\"traceparent\":\"" + PARENT + "\"}")))
                .contains(TraceContext.parse(PARENT, "x=y").orElseThrow());
        assertThat(TraceContext.in(JsonText.of("{}"))).isEmpty();
        assertThat(TraceContext.in(JsonText.of("{\"traceparent\":7}"))).isEmpty();
        assertThat(TraceContext.in(JsonText.of("{\"traceparent\":\"mine\"}"))).isEmpty();
    }

    @Test
    void scopesNestAndEnd() {
        var outer = TraceContext.parse(PARENT, null).orElseThrow();
        var inner = outer.child();

        TraceScope first = TraceScope.open(outer);
        assertThat(TraceContext.current()).contains(outer);
        TraceScope second = TraceScope.open(inner);
        assertThat(TraceContext.current()).contains(inner);
        TraceScope none = TraceScope.open(null);
        assertThat(TraceContext.current()).isEmpty();
        none.close();
        assertThat(TraceContext.current()).contains(inner);
        second.close();
        assertThat(TraceContext.current()).contains(outer);
        first.close();
        assertThat(TraceContext.current()).isEmpty();
    }

    @Test
    void idsMustBeIds() {
        assertThatThrownBy(() -> new TraceContext("0".repeat(32), SPAN, true, ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceContext(TRACE, "x", true, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
