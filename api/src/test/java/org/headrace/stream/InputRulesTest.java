package org.headrace.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.headrace.input.InvalidInputException;
import org.headrace.input.Violation;
import org.headrace.json.JsonText;
import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ProjectionDefinition;
import org.headrace.projection.ProjectionOptions;
import org.headrace.retry.RetryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be accepted is refused where it comes in, and named. */
class InputRulesTest {

    private static final JsonText DATA = JsonText.of("1");

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "a b", "a/b", "é", "a\n", "a\0b"})
    void illegalStreamNamesAreRefused(String name) {
        refused("stream", () -> StreamNames.require(name));
    }

    @Test
    void streamNamesMayBeAsLongAsToldAndNoLonger() {
        String longest = "x".repeat(StreamNames.MAX_LENGTH);
        assertThat(StreamNames.require(longest)).isEqualTo(longest);
        refused("stream", () -> StreamNames.require(longest + "x"));
        assertThat(StreamNames.require("Orders-7_a.b:c@d")).isEqualTo("Orders-7_a.b:c@d");
    }

    @Test
    void everyFieldOfAnEventThatIsWrongIsNamed() {
        assertThatThrownBy(() -> new NewEvent(null, " ", "\0", DATA, JsonText.of("[]"), "yesterday"))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactly("type", "key", "metadata", "occurredAt"));
        refused("type", () -> NewEvent.of("x".repeat(201), DATA));
        refused("key", () -> NewEvent.of("T", DATA).withKey("half \ud800"));
        refused("occurredAt", () -> new NewEvent(null, "T", null, DATA, JsonText.EMPTY_OBJECT, "2026-01-31T12:00:00"));
        assertThatCode(() ->
                        new NewEvent(null, "T", "k 😀", DATA, JsonText.EMPTY_OBJECT, "2011-10-01T00:38:44.880+02:00"))
                .doesNotThrowAnyException();
    }

    @Test
    void anAppendHoldsEventsAndExpectationsThatCanBeChecked() {
        NewEvent a = NewEvent.of("T", DATA).withKey("a");
        NewEvent b = NewEvent.of("T", DATA).withKey("b");
        refused("events", () -> Append.to("S", List.of()));
        refused("events", () -> Append.to("S", Collections.nCopies(Append.MAX_EVENTS + 1, a)));
        refused("expectedOffset", () -> Append.to("S", a).expectingOffset(-2));
        refused("expectedKeyVersion", () -> Append.to("S", a, b).expectingKeyVersion(0));
        refused("expectedKeyVersion", () -> Append.to("S", NewEvent.of("T", DATA))
                .expectingKeyVersion(0));
        assertThat(Append.to("S", a, a).expectingKeyVersion(-1).isConditional()).isTrue();
    }

    @Test
    void violationsCanBePutBehindAPrefix() {
        InvalidInputException within = new InvalidInputException("type", "must not be empty").within("[3].");
        assertThat(within.violations()).containsExactly(new Violation("[3].type", "must not be empty"));
        assertThat(within).hasMessage("[3].type: must not be empty");
    }

    @Test
    void optionsOfProjectionsHaveRanges() {
        refused("batchSize", () -> ProjectionOptions.DEFAULT.withBatchSize(0));
        refused("batchSize", () -> ProjectionOptions.DEFAULT.withBatchSize(10_001));
        refused("pollingInterval", () -> ProjectionOptions.DEFAULT.withPollingInterval(Duration.ofMillis(1)));
        refused("maxRetries", () -> new RetryPolicy(-1, Duration.ofSeconds(1), Duration.ofSeconds(1), 0));
        refused("baseDelay", () -> new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(1), 0));
        refused("maxDelay", () -> new RetryPolicy(1, Duration.ofSeconds(2), Duration.ofSeconds(1), 0));
        refused("jitter", () -> new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), Double.NaN));
    }

    @Test
    void definitionsNameAStreamAndAHandlerOfOneKind() {
        DynamicProjection handler = (event, context) -> {};
        refused("name", () -> ProjectionDefinition.of("no spaces", handler, "S"));
        refused("streams", () -> ProjectionDefinition.of("p", handler));
        refused("streams", () -> ProjectionDefinition.of("p", handler, "S", "S"));
        refused("handler", () -> ProjectionDefinition.of("p", new Object(), "S"));
    }

    @Test
    void backoffDoublesUpToItsCap() {
        var policy = new RetryPolicy(3, Duration.ofSeconds(1), Duration.ofSeconds(60), 0);
        var random = new Random(1);
        assertThat(policy.delay(0, random)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.delay(5, random)).isEqualTo(Duration.ofSeconds(32));
        assertThat(policy.delay(6, random)).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.delay(5000, random)).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.allows(3)).isTrue();
        assertThat(policy.allows(4)).isFalse();
    }

    private static void refused(String field, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.violations())
                .extracting(Violation::field)
                .containsExactly(field));
    }
}
