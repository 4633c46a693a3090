package org.headrace.engine.projection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureCauseTest {

    @Test
    void tellsTheRootCauseAndTheInnermostPlaceInTheUsersCode() {
        var root = new IllegalStateException("order 17 is gone");
        root.setStackTrace(frames("java.util.Objects", "org.hibernate.Session", "com.acme.Orders", "com.acme.Entry"));
        var outer = new RuntimeException("wrapped", root);
        outer.setStackTrace(frames("com.acme.Wrapping"));

        assertThat(FailureCause.of(outer)).isEqualTo("java.lang.IllegalStateException at com.acme.Orders.run:7");
    }

    @Test
    void isTheSameForFailuresThatDifferInTheirMessageOnly() {
        assertThat(FailureCause.of(thrown("1"))).isEqualTo(FailureCause.of(thrown("2")));
    }

    @Test
    void takesTheOuterOnesPlaceWhereTheRootHasNone() {
        var root = new IllegalStateException();
        root.setStackTrace(frames("org.postgresql.Driver"));
        var outer = new RuntimeException(root);
        outer.setStackTrace(frames("com.acme.Orders$Proxy$_$$_WeldClientProxy", "com.acme.Orders"));

        assertThat(FailureCause.of(outer)).isEqualTo("java.lang.IllegalStateException at com.acme.Orders.run:7");
    }

    @Test
    void namesNoPlaceWhereNoneIsTheUsers() {
        var failure = new IllegalStateException();
        failure.setStackTrace(
                frames("org.eclipse.yasson.Decoder", HandlerCall.class.getName() + "$Typed", "com.acme.BehindIt"));

        assertThat(FailureCause.of(failure)).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void bearsCausesThatGoRoundInACircle() {
        var one = new IllegalStateException("one");
        var other = new IllegalArgumentException("other", one);
        one.initCause(other);

        assertThat(FailureCause.of(one)).contains("Exception");
    }

    private static RuntimeException thrown(String message) {
        var failure = new IllegalStateException(message);
        failure.setStackTrace(frames("com.acme.Orders"));
        return failure;
    }

    private static StackTraceElement[] frames(String... classes) {
        var frames = new StackTraceElement[classes.length];
        for (int i = 0; i < classes.length; i++) {
            frames[i] = new StackTraceElement(classes[i], "run", "File.java", 7);
        }
        return frames;
    }
}
