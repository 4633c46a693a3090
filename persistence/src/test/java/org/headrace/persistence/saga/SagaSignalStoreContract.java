package org.headrace.persistence.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.headrace.persistence.saga.SagaStoreEnvironment.elsewhere;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.Concurrently;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.saga.SagaSignal;
import org.headrace.saga.spi.SagaSignalStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store of signals holds to. */
abstract class SagaSignalStoreContract {

    private final String saga = UUID.randomUUID().toString();

    abstract SagaStoreEnvironment environment();

    private SagaSignalStore signals() {
        return environment().signals();
    }

    private JtaEnvironment jta() {
        return environment().jta();
    }

    @Test
    void theOldestIsUsedFirstAndEachOnce() throws Exception {
        assertThat(used()).isEmpty();
        add("1", null);
        add("2", null);
        add("2", null);

        assertThat(used()).contains("1");
        assertThat(used()).contains("2");
        add("3", null);
        assertThat(used()).contains("2");
        assertThat(used()).contains("3");
        assertThat(used()).isEmpty();
    }

    @Test
    void signalsAreOfOneSagaAndOneName() throws Exception {
        add("1", "key");

        assertThat(use(saga, "other")).isEmpty();
        assertThat(use("other", "paid")).isEmpty();
        assertThat(use("nul \0", "paid")).isEmpty();
        assertThat(use(saga, "nul \0")).isEmpty();
        assertThat(signals().add(new SagaSignal(saga, "other", JsonText.of("2"), "key")))
                .isTrue();
        assertThat(signals().add(new SagaSignal(saga + "x", "paid", JsonText.of("3"), "key")))
                .isTrue();
        assertThat(used()).contains("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "1.50", "\"\\u00fc \ud83d\ude00\"", "[1, 2]", "{\"b\": 1,  \"a\": {\"n\": 1e3}}"
            })
    void anyJsonComesBackAsTheTextItWas(String json) throws Exception {
        add(json, null);
        assertThat(used()).contains(json);
    }

    @Test
    void aKeyIsTakenOnceEvenWhenItsSignalIsUsed() throws Exception {
        assertThat(add("1", "a")).isTrue();
        assertThat(add("2", "a")).isFalse();
        assertThat(add("3", "b")).isTrue();

        assertThat(used()).contains("1");
        assertThat(add("4", "a")).isFalse();
        assertThat(used()).contains("3");
        assertThat(used()).isEmpty();
    }

    @Test
    void aRollbackForgetsASignalAndItsKey() throws Exception {
        jta().rolledBack(() -> {
            assertThat(add("1", "a")).isTrue();
            assertThat(add("2", "a")).isFalse();
            assertThat(elsewhere(() -> used())).isEmpty();
            assertThat(signals().use(saga, "paid").map(JsonText::text)).contains("1");
            return null;
        });

        assertThat(used()).isEmpty();
        assertThat(add("3", "a")).isTrue();
        assertThat(used()).contains("3");
    }

    @Test
    void aUseThatIsRolledBackIsNone() throws Exception {
        add("1", null);
        add("2", null);
        jta().rolledBack(() -> {
            assertThat(signals().use(saga, "paid").map(JsonText::text)).contains("1");
            assertThat(signals().use(saga, "paid").map(JsonText::text)).contains("2");
            assertThat(signals().use(saga, "paid")).isEmpty();
            return null;
        });

        assertThat(used()).contains("1");
        assertThat(used()).contains("2");
    }

    @Test
    void aSagaThatFindsNothingKeepsNobodyFromAdding() throws Exception {
        add("1", null);
        used();
        jta().inTransaction(() -> {
            assertThat(signals().use(saga, "paid")).isEmpty();
            assertThat(elsewhere(() -> add("2", "a"))).isTrue();
            return null;
        });

        assertThat(used()).contains("2");
    }

    @Test
    void ofManyWhoAddUnderOneKeyOneDoes() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "key " + round;

            List<Boolean> added =
                    Concurrently.all(3, i -> () -> jta().inTransaction(() -> add(Integer.toString(i), key)));

            assertThat(added).containsExactlyInAnyOrder(true, false, false);
            assertThat(used()).isPresent();
            assertThat(used()).isEmpty();
        }
    }

    @Test
    void manyWhoUseGetDifferentOnes() throws Exception {
        for (int i = 0; i < 40; i++) {
            add(Integer.toString(i), null);
        }

        List<List<String>> used = Concurrently.all(4, i -> () -> {
            var mine = new ArrayList<String>();
            for (int round = 0; round < 10; round++) {
                mine.add(used().orElseThrow());
            }
            return mine;
        });

        assertThat(used.stream().flatMap(List::stream)).hasSize(40).doesNotHaveDuplicates();
        assertThat(used()).isEmpty();
    }

    private boolean add(String json, @Nullable String key) {
        return signals().add(new SagaSignal(saga, "paid", JsonText.of(json), key));
    }

    private Optional<String> used() throws Exception {
        return use(saga, "paid");
    }

    private Optional<String> use(String sagaId, String name) throws Exception {
        return jta().inTransaction(() -> signals().use(sagaId, name)).map(JsonText::text);
    }
}
