package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.headrace.persistence.stream.EventLogContract.fields;
import static org.headrace.persistence.stream.LogEnvironment.event;
import static org.headrace.persistence.stream.LogEnvironment.newStream;
import static org.headrace.persistence.stream.LogEnvironment.numbers;

import jakarta.transaction.RollbackException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.stream.Append;
import org.headrace.stream.ArchivePage;
import org.headrace.stream.ConflictException;
import org.headrace.stream.ConflictException.Kind;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.NewEvent;
import org.headrace.stream.RecordedEvent;
import org.headrace.stream.Retention;
import org.headrace.stream.StreamClosedException;
import org.headrace.stream.StreamInfo;
import org.headrace.stream.StreamNotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that are closed, and events that are archived. */
@Timeout(60)
abstract class RetentionContract {

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
    void aClosedStreamTakesNoMoreEventsInAnyWay() throws Exception {
        log.append(stream, event(0));
        assertThat(retention.close(stream, ADA).closed()).isTrue();

        refusesToAppend(() -> log.append(stream, event(1)));
        refusesToAppend(() -> log.append(stream, event(1).withEventId(UUID.randomUUID())));
        refusesToAppend(() -> log.append(Append.to(stream, event(1)).expectingOffset(0)));
        environment().jta().inTransaction(() -> {
            refusesToAppend(() -> log.lockAndAppend(Append.to(stream, event(1))));
            return null;
        });
        assertThatExceptionOfType(RollbackException.class)
                .isThrownBy(() -> environment().jta().inTransaction(() -> log.append(stream, event(1))))
                .withRootCauseInstanceOf(StreamClosedException.class);
        assertThat(numbers(log.read(stream, 0, 100).events())).containsExactly(0);
    }

    @Test
    void whatAClosedStreamHoldsIsStillAcceptedAgain() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        log.append(stream, event);
        retention.close(stream, ADA);

        assertThat(log.append(stream, event).offsets()).containsExactly(0L);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> log.append(stream, event(1).withEventId(event.eventId())));
        refusesToAppend(() -> log.append(stream, event, event(1)));
        assertThat(log.read(stream, 0, 100).events()).hasSize(1);
    }

    @Test
    void aStreamThatIsOpenedAgainGoesOnWhereItEnded() {
        log.append(stream, event(0));
        retention.close(stream, ADA);
        retention.reopen(stream, new Operator("grace", ""));

        assertThat(log.append(stream, event(1)).firstOffset()).isOne();
        assertThat(log.stream(stream).orElseThrow().closed()).isFalse();
    }

    @Test
    void closingWaitsForTheAppendThatIsUnderWay() throws Exception {
        log.append(stream, event(0));
        try (var threads = new Concurrently()) {
            Future<StreamInfo> closing = environment().jta().inTransaction(() -> {
                log.lockAndAppend(Append.to(stream, event(1)));
                Future<StreamInfo> other = threads.start(() -> retention.close(stream, ADA));
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> other.get(200, TimeUnit.MILLISECONDS));
                return other;
            });
            assertThat(Concurrently.await(closing).head()).isOne();
        }
        refusesToAppend(() -> log.append(stream, event(2)));
    }

    @Test
    void archivedEventsAreReadFromTheArchiveAndNowhereElse() {
        appendNumbers(10);
        List<RecordedEvent> before = log.read(stream, 0, 100).events();

        StreamInfo after = retention.archiveBelow(stream, 7, ADA);

        assertThat(after.firstOffset()).isEqualTo(7);
        assertThat(after.head()).isEqualTo(9);
        assertThat(numbers(log.read(stream, 7, 100).events())).containsExactly(7, 8, 9);
        for (long from : new long[] {0, 6}) {
            assertThatExceptionOfType(EventsArchivedException.class)
                    .isThrownBy(() -> log.read(stream, from, 1))
                    .matches(e -> e.firstOffset() == 7 && e.stream().equals(stream))
                    .withMessageContaining("below offset 7 are archived");
            assertThatExceptionOfType(EventsArchivedException.class)
                    .isThrownBy(() -> log.readKey(stream, "none", from, 1));
        }
        ArchivePage archived = retention.readArchive(stream, 0, 100);
        assertThat(archived.events()).isEqualTo(before.subList(0, 7));
        assertThat(archived.nextOffset()).isEqualTo(7);
        assertThat(archived.firstOffset()).isEqualTo(7);
        assertThat(archived.head()).isEqualTo(9);
    }

    @Test
    void pagesOfTheArchiveLeadToWhatIsLive() {
        appendNumbers(5);
        retention.archiveBelow(stream, 4, ADA);

        ArchivePage first = retention.readArchive(stream, 0, 3);
        ArchivePage second = retention.readArchive(stream, first.nextOffset(), 3);
        ArchivePage beyond = retention.readArchive(stream, second.nextOffset(), 3);

        assertThat(numbers(first.events())).containsExactly(0, 1, 2);
        assertThat(numbers(second.events())).containsExactly(3);
        assertThat(second.nextOffset()).isEqualTo(4);
        assertThat(beyond.events()).isEmpty();
        assertThat(beyond.nextOffset()).isEqualTo(4);
        assertThat(retention.readArchive(stream, 99, 1).nextOffset()).isEqualTo(99);
        assertThat(numbers(log.read(stream, second.nextOffset(), 3).events())).containsExactly(4);
    }

    @Test
    void oneKeysArchivedEventsAreReadInOrder() {
        log.append(stream, event(0).withKey("a"), event(1).withKey("b"), event(2).withKey("a"), event(3).withKey("a"));
        retention.archiveBelow(stream, 3, ADA);

        ArchivePage first = retention.readArchiveOfKey(stream, "a", 0, 1);
        ArchivePage rest = retention.readArchiveOfKey(stream, "a", first.nextOffset(), 10);

        assertThat(numbers(first.events())).containsExactly(0);
        assertThat(numbers(rest.events())).containsExactly(2);
        assertThat(rest.nextOffset()).isEqualTo(3);
        assertThat(numbers(log.readKey(stream, "a", 3, 10).events())).containsExactly(3);
    }

    @Test
    void archivingGoesOnWhereItEndedAndNeverBack() {
        appendNumbers(10);
        retention.archiveBelow(stream, 3, ADA);
        retention.archiveBelow(stream, 2, ADA);
        assertThat(log.stream(stream).orElseThrow().firstOffset()).isEqualTo(3);
        retention.archiveBelow(stream, 5, ADA);

        assertThat(numbers(retention.readArchive(stream, 0, 100).events())).containsExactly(0, 1, 2, 3, 4);
        assertThat(numbers(log.read(stream, 5, 100).events())).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void aWholeStreamMayBeArchivedAndGoesOn() {
        appendNumbers(3);
        retention.archiveBelow(stream, 3, ADA);

        assertThat(log.read(stream, 3, 10).events()).isEmpty();
        assertThat(log.heads(List.of(stream))).containsEntry(stream, 2L);
        assertThat(log.append(Append.to(stream, event(3)).expectingOffset(2)).firstOffset())
                .isEqualTo(3);
        assertThat(numbers(log.read(stream, 3, 10).events())).containsExactly(3);
    }

    @Test
    void anArchivedEventsIdIsStillTaken() {
        NewEvent event = event(0).withEventId(UUID.randomUUID());
        log.append(stream, event, event(1));
        retention.archiveBelow(stream, 1, ADA);

        assertThat(log.append(stream, event).offsets()).containsExactly(0L);
        assertThat(log.append(stream, event, event(2)).offsets()).containsExactly(0L, 2L);
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> log.append(stream, event(9).withEventId(event.eventId())))
                .matches(e -> e.kind() == Kind.EVENT_ID);
    }

    @Test
    void aKeyWhoseEventsAreArchivedKeepsItsVersion() {
        log.append(stream, event(0).withKey("k"), event(1).withKey("k"), event(2));
        retention.archiveBelow(stream, 3, ADA);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() ->
                        log.append(Append.to(stream, event(3).withKey("k")).expectingKeyVersion(-1)));
        assertThat(log.append(Append.to(stream, event(3).withKey("k")).expectingKeyVersion(1))
                        .firstOffset())
                .isEqualTo(3);
        assertThat(log.append(Append.to(stream, event(4).withKey("k")).expectingKeyVersion(3))
                        .firstOffset())
                .isEqualTo(4);
    }

    /** Over several batches, with appends and readers all the while. */
    @Test
    void neitherReadersNorWritersSeeAHoleWhileEventsAreArchived() throws Exception {
        int count = 5_000;
        log.append(Append.to(
                stream,
                IntStream.range(0, count).mapToObj(LogEnvironment::event).toList()));
        var archiving = new AtomicBoolean(true);
        try (var threads = new Concurrently()) {
            Future<Integer> reader = threads.start(() -> readAllAgainAndAgain(archiving));
            Future<Integer> writer = threads.start(() -> {
                int number = count;
                do {
                    assertThat(log.append(stream, event(number)).firstOffset()).isEqualTo(number);
                    number++;
                } while (archiving.get());
                return number;
            });
            List<Future<StreamInfo>> archivers = List.of(
                    threads.start(() -> retention.archiveBelow(stream, 2_700, ADA)),
                    threads.start(() -> retention.archiveBelow(stream, count - 1, ADA)));
            for (Future<StreamInfo> archiver : archivers) {
                Concurrently.await(archiver);
            }
            archiving.set(false);
            int written = Concurrently.await(writer);
            assertThat(Concurrently.await(reader))
                    .as("reads from the beginning")
                    .isPositive();
            assertThat(wholeStream())
                    .containsExactlyElementsOf(
                            LongStream.range(0, written).boxed().toList());
        }
        assertThat(log.stream(stream).orElseThrow().firstOffset()).isEqualTo(count - 1);
    }

    private int readAllAgainAndAgain(AtomicBoolean archiving) {
        int rounds = 0;
        boolean last;
        do {
            last = !archiving.get();
            List<Long> offsets = wholeStream();
            assertThat(offsets)
                    .isEqualTo(LongStream.range(0, offsets.size()).boxed().toList());
            rounds++;
        } while (!last);
        return rounds;
    }

    /** As a reader does who is told that what it wants is archived. */
    private List<Long> wholeStream() {
        List<Long> offsets = new ArrayList<>();
        long next = 0;
        long head;
        do {
            try {
                var page = log.read(stream, next, 300);
                page.events().forEach(event -> offsets.add(event.offset()));
                next = page.nextOffset();
                head = page.head();
            } catch (EventsArchivedException archived) {
                var page = retention.readArchive(stream, next, 300);
                page.events().forEach(event -> offsets.add(event.offset()));
                next = page.nextOffset();
                head = page.head();
            }
        } while (next <= head);
        return offsets;
    }

    @Test
    void whatCannotBeIsRefusedAndNotRecorded() throws Exception {
        assertThatExceptionOfType(StreamNotFoundException.class).isThrownBy(() -> retention.close(stream, ADA));
        assertThatExceptionOfType(StreamNotFoundException.class)
                .isThrownBy(() -> retention.archiveBelow(stream, 0, ADA));
        assertThatExceptionOfType(StreamNotFoundException.class).isThrownBy(() -> retention.readArchive(stream, 0, 1));
        appendNumbers(2);
        assertThat(fields(() -> retention.archiveBelow(stream, 3, ADA))).containsExactly("below");
        assertThat(fields(() -> retention.archiveBelow(stream, -1, ADA))).containsExactly("below");
        assertThat(fields(() -> retention.readArchive(stream, -1, 1))).containsExactly("from");
        assertThat(fields(() -> retention.readArchive(stream, 0, 0))).containsExactly("limit");
        environment().jta().rolledBack(() -> {
            assertThatIllegalStateException().isThrownBy(() -> retention.close(stream, ADA));
            assertThatIllegalStateException().isThrownBy(() -> retention.archiveBelow(stream, 1, ADA));
            return null;
        });
        assertThat(actions.find(new OperatorActions.Query(OperatorAction.stream(stream), 1, null))
                        .actions())
                .isEmpty();
        assertThat(log.read(stream, 0, 10).events()).hasSize(2);
    }

    private void refusesToAppend(ThrowingCallable append) {
        assertThatExceptionOfType(StreamClosedException.class)
                .isThrownBy(append)
                .matches(e -> e.stream().equals(stream));
    }

    private void appendNumbers(int count) {
        IntStream.range(0, count).forEach(i -> log.append(stream, event(i)));
    }
}
