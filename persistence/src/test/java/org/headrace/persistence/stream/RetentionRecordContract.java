package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.stream.Append;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is recorded of closing, reopening and archiving: what took effect, and nothing else. */
@Timeout(60)
abstract class RetentionRecordContract {

    private static final Operator ADA = new Operator("ada", "year's end");

    private StoredEventLog log;
    private Retention retention;
    private OperatorActions actions;
    private String stream;

    abstract LogEnvironment environment();

    @BeforeEach
    void open() {
        LogEnvironment.Retained retained = environment().newRetained();
        log = retained.log();
        retention = retained.retention();
        actions = retained.actions();
        stream = newStream();
    }

    @Test
    void whatOperatorsDidIsOnRecord() {
        append(3);
        String other = newStream();
        log.append(other, event(0));
        Instant begin = Instant.now().minusMillis(1);
        retention.close(stream, ADA);
        retention.close(stream, new Operator("grace", "again"));
        retention.archiveBelow(stream, 2, new Operator("grace", "room"));
        retention.archiveBelow(stream, 1, ADA);
        retention.reopen(stream, new Operator("ada", ""));
        retention.close(other, ADA);
        Instant end = Instant.now().plusMillis(1);

        List<OperatorAction> recorded = recorded();

        assertThat(recorded)
                .extracting(OperatorAction::action, OperatorAction::detail, OperatorAction::by)
                .containsExactly(
                        tuple("reopen", "", new Operator("ada", "")),
                        tuple("archive", "below offset 2", new Operator("grace", "room")),
                        tuple("close", "", ADA));
        assertThat(recorded).extracting(OperatorAction::target).containsOnly("streams/" + stream);
        assertThat(recorded)
                .extracting(OperatorAction::at)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .allSatisfy(at -> assertThat(at).isBetween(begin, end));
    }

    @Test
    void archivingInManyBatchesIsRecordedOnce() {
        append(1_100);

        retention.archiveBelow(stream, 1_001, ADA);

        assertThat(recorded()).extracting(OperatorAction::detail).containsExactly("below offset 1001");
    }

    @Test
    void whatCannotBeRecordedIsNotDone() {
        append(2);
        var unrecordable = new Operator("ada", LogEnvironment.UNRECORDABLE);

        isNotRecordable(() -> retention.close(stream, unrecordable));
        isNotRecordable(() -> retention.archiveBelow(stream, 1, unrecordable));
        StreamInfo untouched = log.stream(stream).orElseThrow();
        retention.close(stream, ADA);
        isNotRecordable(() -> retention.reopen(stream, unrecordable));

        assertThat(untouched.closed()).isFalse();
        assertThat(untouched.firstOffset()).isZero();
        assertThat(log.stream(stream).orElseThrow().closed()).isTrue();
        assertThat(log.read(stream, 0, 10).events()).hasSize(2);
        assertThat(retention.readArchive(stream, 0, 10).events()).isEmpty();
        assertThat(recorded()).extracting(OperatorAction::action).containsExactly("close");
    }

    private static void isNotRecordable(ThrowingCallable action) {
        assertThatThrownBy(action).hasStackTraceContaining("\"recordable\"");
    }

    private List<OperatorAction> recorded() {
        return actions.find(new OperatorActions.Query(OperatorAction.stream(stream), 100, null))
                .actions();
    }

    private void append(int count) {
        log.append(Append.to(
                stream,
                IntStream.range(0, count).mapToObj(LogEnvironment::event).toList()));
    }
}
