package org.headrace.persistence.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.projection.DeadLetter;
import org.headrace.projection.DeadLetter.Address;
import org.headrace.projection.DeadLetter.Failure;
import org.headrace.projection.DeadLetters.Cause;
import org.headrace.projection.DeadLetters.Filter;
import org.headrace.projection.DeadLetters.Page;
import org.headrace.projection.DeadLetters.Query;
import org.headrace.projection.spi.DeadLetterStore;
import org.headrace.projection.spi.DeadLetterStore.StreamKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stores of dead letters hold to. */
abstract class DeadLetterStoreContract {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456Z");

    private final String projection = "p-" + UUID.randomUUID();

    abstract DeadLetterStore store();

    abstract JtaEnvironment jta();

    @Test
    void aLetterComesBackAsItWasSavedInMicroseconds() {
        DeadLetter edited = failed("S", 3, "k", "boom").withEditedData(JsonText.of("{ \"a\" : 1.00 }"));
        var precise = new DeadLetter(
                edited.at(),
                edited.eventType(),
                edited.key(),
                TIME.plusNanos(789),
                new Failure("boom", "error", 4, TIME.plusNanos(789)),
                edited.editedData());
        store().save(projection, precise, "trace\n\tat x");
        store().queue(projection, List.of(queued("S", 4, "k"), queued("T", 0, "l")));

        assertThat(store().find(projection, edited.at())).contains(edited);
        assertThat(store().stackTrace(projection, edited.at())).contains("trace\n\tat x");
        assertThat(store().find(projection, new Address("S", 4))).contains(queued("S", 4, "k"));
        assertThat(store().stackTrace(projection, new Address("S", 4))).isEmpty();
        assertThat(store().find(projection, new Address("S", 5))).isEmpty();
        assertThat(store().stackTrace(projection, new Address("S", 5))).isEmpty();
        assertThat(store().find("another", edited.at())).isEmpty();
    }

    @Test
    void savingAgainReplacesTheFailureAndTheEdit() {
        store().queue(projection, List.of(queued("S", 4, "k")));
        DeadLetter failedNow = failed("S", 4, "k", "boom");

        store().save(projection, failedNow, "trace");
        assertThat(store().find(projection, failedNow.at())).contains(failedNow);
        DeadLetter again = failedNow
                .withFailure(new Failure("bang", "other", 5, TIME.plusSeconds(1)))
                .withEditedData(JsonText.of("7"));
        store().save(projection, again, "other trace");

        assertThat(store().find(projection, again.at())).contains(again);
        assertThat(store().stackTrace(projection, again.at())).contains("other trace");
        assertThat(store().counts(projection)).isEqualTo(Map.of("S", 1L));
    }

    @Test
    void lettersAreRemovedOneByOneAndAllOfAProjection() {
        saveSome();

        assertThat(store().remove(projection, new Address("S", 0))).isTrue();
        assertThat(store().remove(projection, new Address("S", 0))).isFalse();
        assertThat(store().remove("another", new Address("S", 2))).isFalse();
        assertThat(store().counts(projection)).isEqualTo(Map.of("S", 4L, "T", 2L));
        store().save(projection + "-beside", failed("S", 0, null, "boom"), "trace");
        store().clear(projection);

        assertThat(store().counts(projection)).isEmpty();
        assertThat(store().counts(projection + "-beside")).isEqualTo(Map.of("S", 1L));
    }

    @Test
    void aRollbackTakesEverythingBack() throws Exception {
        saveSome();

        jta().rolledBack(() -> {
            store().save(projection, failed("S", 8, "n", "boom"), "trace");
            store().queue(projection, List.of(queued("S", 9, "n")));
            store().remove(projection, new Address("S", 0));
            store().clear(projection);
            assertThat(store().counts(projection)).as("within").isEmpty();
            return null;
        });

        assertThat(store().counts(projection)).isEqualTo(Map.of("S", 5L, "T", 2L));
        assertThat(store().find(projection, new Address("S", 0))).isPresent();
    }

    @Test
    void whatATransactionWritesItSees() throws Exception {
        jta().inTransaction(() -> {
            saveSome();
            assertThat(store().counts(projection)).isEqualTo(Map.of("S", 5L, "T", 2L));
            assertThat(store().firstOf(projection, new StreamKey("S", "k"))).isPresent();
            return null;
        });
    }

    @Test
    void keysAreToldApartByStream() {
        saveSome();

        assertThat(store().keys(projection))
                .isEqualTo(Map.of(new StreamKey("S", "k"), 3L, new StreamKey("T", "k"), 1L));
        assertThat(store().firstOf(projection, new StreamKey("S", "k")))
                .map(DeadLetter::at)
                .contains(new Address("S", 1));
        assertThat(store().firstOf(projection, new StreamKey("T", "k")))
                .map(DeadLetter::at)
                .contains(new Address("T", 7));
        assertThat(store().firstOf(projection, new StreamKey("S", "none"))).isEmpty();
        assertThat(store().keys("another")).isEmpty();
    }

    @Test
    void headsAreTheFirstOfTheirKeysAndThoseWithoutAKey() {
        saveSome();

        assertThat(heads(Filter.ALL)).containsExactly("S 0", "S 1", "S 5", "T 0", "T 7");
        assertThat(heads(new Filter("S", null, null))).containsExactly("S 0", "S 1", "S 5");
        assertThat(heads(new Filter(null, "k", null))).containsExactly("S 1", "T 7");
        assertThat(heads(new Filter(null, null, "bang"))).containsExactly("S 5", "T 0");
        assertThat(heads(new Filter("T", null, "bang"))).containsExactly("T 0");
        assertThat(heads(new Filter("\0", null, null))).isEmpty();
        store().remove(projection, new Address("S", 1));
        assertThat(heads(new Filter("S", "k", null)))
                .as("a queued one whose head is gone")
                .containsExactly("S 2");
    }

    @Test
    void pagesHoldEachLetterOnceInOrderWhateverIsRemovedMeanwhile() {
        saveSome();

        List<String> seen = new ArrayList<>();
        Page page = store().find(projection, new Query(Filter.ALL, 2, null));
        store().remove(projection, new Address("S", 1));
        while (true) {
            page.letters().forEach(letter -> seen.add(text(letter)));
            if (page.next() == null) {
                break;
            }
            page = store().find(projection, new Query(Filter.ALL, 2, page.next()));
        }

        assertThat(seen).containsExactly("S 0", "S 1", "S 2", "S 3", "S 5", "T 0", "T 7");
        assertThat(store().find(projection, new Query(Filter.ALL, 6, null)).next())
                .isNull();
        assertThat(store().find(projection, new Query(new Filter(null, "k", null), 9, null))
                        .letters())
                .extracting(DeadLetterStoreContract::text)
                .containsExactly("S 2", "S 3", "T 7");
    }

    @Test
    void aCursorThatNoPageGaveIsRefused() {
        for (String cursor : List.of("", "x", "-", "MA", "MSA", "MTIzNDU2Nzg5MDEyMzQ1Njc4OSBT")) {
            assertThatThrownBy(() -> store().find(projection, new Query(Filter.ALL, 1, cursor)))
                    .as(cursor)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    void causesTellHowManySinceWhenUntilWhenAndAnExample() {
        saveSome();
        DeadLetter late = failed("S", 9, null, "bang").withFailure(new Failure("bang", "late", 1, TIME.plusSeconds(9)));
        store().save(projection, late, "trace");

        assertThat(store().causes(projection, Filter.ALL))
                .containsExactly(
                        new Cause("bang", 3, TIME, TIME.plusSeconds(9), late),
                        new Cause("boom", 2, TIME, TIME, failed("S", 1, "k", "boom")),
                        new Cause("bust", 1, TIME, TIME, failed("T", 7, "k", "bust")));
        assertThat(store().causes("another", Filter.ALL)).isEmpty();
        assertThat(store().causes(projection, new Filter("T", "k", null)))
                .extracting(Cause::cause)
                .containsExactly("bust");
    }

    @Test
    void nothingIsToldOfStreamsThatMayNotBeLookedAt() {
        saveSome();
        Filter onlyT = Filter.ALL.within(Set.of("T", "U"));

        assertThat(heads(onlyT)).containsExactly("T 0", "T 7");
        assertThat(heads(new Filter("S", null, null).within(Set.of("T")))).isEmpty();
        assertThat(heads(Filter.ALL.within(Set.of()))).isEmpty();
        assertThat(store().find(projection, new Query(onlyT, 9, null)).letters())
                .extracting(DeadLetterStoreContract::text)
                .containsExactly("T 0", "T 7");
        assertThat(store().causes(projection, onlyT))
                .extracting(cause -> cause.count() + " " + cause.cause())
                .containsExactly("1 bang", "1 bust");
    }

    @Test
    void aFailureWithAnyCharacterIsSaved() {
        DeadLetter letter = failed("S", 1, null, "boom").withFailure(new Failure("a\0", "b\0", 1, TIME));
        store().save(projection, letter, "c\0");

        assertThat(store().find(projection, letter.at()).orElseThrow().failure().error())
                .startsWith("b");
    }

    private void saveSome() {
        store().save(projection, failed("S", 0, null, "boom"), "trace");
        store().save(projection, failed("S", 1, "k", "boom"), "trace");
        store().queue(projection, List.of(queued("S", 2, "k"), queued("S", 3, "k")));
        store().save(projection, failed("S", 5, null, "bang"), "trace");
        store().save(projection, failed("T", 0, null, "bang"), "trace");
        store().save(projection, failed("T", 7, "k", "bust"), "trace");
    }

    private List<String> heads(Filter filter) {
        return store().heads(projection, filter).stream()
                .map(DeadLetterStoreContract::text)
                .toList();
    }

    private static String text(DeadLetter letter) {
        return letter.at().stream() + " " + letter.at().offset();
    }

    private static DeadLetter failed(String stream, long offset, @Nullable String key, String cause) {
        return queued(stream, offset, key).withFailure(new Failure(cause, "error", 4, TIME));
    }

    private static DeadLetter queued(String stream, long offset, @Nullable String key) {
        return new DeadLetter(new Address(stream, offset), "Tested", key, TIME, null, null);
    }
}
