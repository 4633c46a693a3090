package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.headrace.persistence.saga.SagaRecords.TIME;
import static org.headrace.persistence.saga.SagaRecords.plain;
import static org.headrace.persistence.saga.SagaRecords.withData;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaStatus.Times;
import org.headrace.saga.spi.SagaRecord;
import org.headrace.saga.spi.SagaStateStore;
import org.headrace.saga.spi.SagaStateStore.Known;
import org.headrace.saga.spi.SagaStateStore.Replacement;
import org.headrace.saga.spi.SagaWorkStore;
import org.headrace.saga.spi.SagaWorkStore.Added;
import org.headrace.saga.spi.SagaWorkStore.Claim;
import org.headrace.saga.spi.SagaWorkStore.Kind;
import org.headrace.saga.spi.SagaWorkStore.Starting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stores hold to when rows of several sagas are written together: the same as of each by itself. */
abstract class SagaGroupsContract {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    abstract SagaStoreEnvironment environment();

    private SagaStateStore states() {
        return environment().states();
    }

    private SagaWorkStore work() {
        return environment().work();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    private static List<SagaRecord> sagas(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> withData(plain(), "{\"n\": %d}".formatted(i)))
                .toList();
    }

    private static List<Replacement> next(List<Known> known) {
        return known.stream()
                .map(it -> new Replacement(withData(it.saga(), "{\"next\": true}"), it.revision()))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 17})
    void severalAreAddedAndWrittenOver(int count) throws Exception {
        List<SagaRecord> sagas = sagas(count);

        List<Known> added = jta().inTransaction(() -> states().addAll(sagas));

        assertThat(added).extracting(Known::saga).isEqualTo(sagas);
        assertThat(added)
                .allSatisfy(it -> assertThat(states().look(it.saga().id())).contains(it));

        List<Known> replaced =
                jta().inTransaction(() -> states().replaceAll(next(added))).orElseThrow();

        assertThat(replaced)
                .extracting(it -> it.saga().id())
                .isEqualTo(sagas.stream().map(SagaRecord::id).toList());
        assertThat(replaced).allSatisfy(it -> {
            assertThat(it.saga().data().text()).isEqualTo("{\"next\": true}");
            assertThat(states().look(it.saga().id())).contains(it);
        });
        // What is told of them is true of what is written next.
        assertThat(jta().inTransaction(() -> states().replaceAll(next(replaced))))
                .isPresent();
    }

    @Test
    void severalAreToldAsTheyAreKept() throws Exception {
        var nanos = new Times(TIME.plusNanos(999), TIME.plusNanos(999), null);
        SagaRecord saga = plain().withTimes(nanos);

        Known added = jta().inTransaction(() -> states().addAll(List.of(saga, plain())))
                .get(0);
        Known replaced = jta().inTransaction(
                        () -> states().replaceAll(List.of(new Replacement(saga, added.revision()))))
                .orElseThrow()
                .get(0);

        assertThat(added.saga().times()).isEqualTo(new Times(TIME, TIME, null));
        assertThat(replaced.saga()).isEqualTo(added.saga());
    }

    @Test
    void ofSeveralOneThatWasWrittenSinceIsTold() throws Exception {
        List<Known> known = jta().inTransaction(() -> states().addAll(sagas(3)));
        SagaRecord changed = withData(known.get(1).saga(), "{\"by\": \"another\"}");
        states().save(changed);

        jta().rolledBack(() -> {
            assertThat(states().replaceAll(next(known))).isEmpty();
            return null;
        });

        assertThat(states().look(known.get(0).saga().id())).contains(known.get(0));
        assertThat(states().load(changed.id())).contains(changed);
        assertThat(states().look(known.get(2).saga().id())).contains(known.get(2));
    }

    @Test
    void ofSeveralOneThatIsThereAlreadyIsRefused() throws Exception {
        List<SagaRecord> sagas = sagas(3);
        states().add(sagas.get(1));

        assertThatThrownBy(() -> jta().inTransaction(() -> states().addAll(sagas)))
                .isInstanceOf(IllegalStateException.class);

        assertThat(states().load(sagas.get(0).id())).isEmpty();
        assertThat(states().load(sagas.get(2).id())).isEmpty();
    }

    @Test
    void toWriteSeveralOverNeedsATransaction() {
        assertThatThrownBy(() -> states().replaceAll(List.of(new Replacement(plain(), 0))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneIsWrittenAtOnceAfterSeveralWere() throws Exception {
        List<Known> known = jta().inTransaction(() -> states().addAll(sagas(2)));

        jta().inTransaction(() -> {
            Known first = states().replaceAll(next(known)).orElseThrow().get(0);
            SagaRecord last = withData(first.saga(), "{\"last\": true}");
            Known replaced = states().replace(last, first.revision()).orElseThrow();
            assertThat(states().look(last.id())).contains(replaced);
            assertThat(states().replace(last, first.revision())).isEmpty();
            return null;
        });
    }

    @Test
    void workOfSeveralIsAddedAsTheNodesAndRemoved() throws Exception {
        UUID node = environment().node(Duration.ofDays(1));
        var kind = new Kind("groups-" + node, 7, "hash");
        List<Starting> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            entries.add(new Starting(node + "-" + i, kind, node));
        }

        List<Added> added = jta().inTransaction(() -> work().addAllClaimed(entries, LIMIT));

        List<Claim> claims = added.stream().map(Added::claim).toList();
        assertThat(claims)
                .extracting(Claim::sagaId)
                .isEqualTo(entries.stream().map(Starting::sagaId).toList());
        assertThat(claims).extracting(Claim::fence).doesNotHaveDuplicates();
        jta().inTransaction(() -> {
            assertThat(work().holdAll(claims, LIMIT)).hasSize(3);
            return null;
        });
        // As the node's, of that kind.
        List<String> ids = claims.stream().map(Claim::sagaId).toList();
        assertThat(work().claim(node, List.of(kind), ids, 10)).isEmpty();
        assertThat(work().claim(node, List.of(new Kind(kind.sagaName(), 8, "hash")), List.of(), 10))
                .isEmpty();
        assertThat(work().claim(node, List.of(kind), ids.subList(0, 2), 10))
                .extracting(Claim::sagaId)
                .containsExactly(ids.get(2));

        work().removeAll(List.of(ids.get(0), ids.get(2), "unknown"));

        assertThat(ids).filteredOn(id -> work().remove(id)).containsExactly(ids.get(1));
    }
}
