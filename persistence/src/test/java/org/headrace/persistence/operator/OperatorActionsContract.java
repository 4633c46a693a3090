package org.headrace.persistence.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.headrace.input.InvalidInputException;
import org.headrace.operator.Operator;
import org.headrace.operator.OperatorAction;
import org.headrace.operator.OperatorActions.Page;
import org.headrace.operator.OperatorActions.Query;
import org.headrace.operator.spi.OperatorActionStore;
import org.headrace.persistence.testing.JtaEnvironment;
import org.junit.jupiter.api.Test;

/** What stores of operators' actions hold to. */
abstract class OperatorActionsContract {

    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123456789Z");

    private final String target = OperatorAction.projection("p-" + UUID.randomUUID());

    abstract OperatorActionStore store();

    abstract JtaEnvironment jta();

    @Test
    void anActionComesBackAsItWasRecordedInMicroseconds() {
        store().record(new OperatorAction(TIME, new Operator("ada", "stock-taking"), "skip", target, "event 7"));

        assertThat(store().find(new Query(target, 10, null)).actions())
                .containsExactly(new OperatorAction(
                        Instant.parse("2026-01-31T12:00:00.123456Z"),
                        new Operator("ada", "stock-taking"),
                        "skip",
                        target,
                        "event 7"));
    }

    @Test
    void pagesHoldEachActionOnceTheNewestFirstWhileOthersAreRecorded() {
        for (int i = 0; i < 5; i++) {
            record("action " + i);
        }

        List<String> seen = new ArrayList<>();
        Page page = store().find(new Query(target, 2, null));
        record("action 5");
        store().record(new OperatorAction(TIME, new Operator("bob", ""), "pause", target + "-other", ""));
        while (true) {
            assertThat(page.actions()).hasSizeLessThanOrEqualTo(2);
            page.actions().forEach(action -> seen.add(action.action()));
            if (page.next() == null) {
                break;
            }
            page = store().find(new Query(target, 2, page.next()));
        }

        assertThat(seen).containsExactly("action 4", "action 3", "action 2", "action 1", "action 0");
        assertThat(store().find(new Query(null, 2, null)).actions())
                .extracting(OperatorAction::target)
                .containsExactly(target + "-other", target);
        assertThat(store().find(new Query(target, 6, null)).next()).isNull();
    }

    @Test
    void aRolledBackActionIsNotRecorded() throws Exception {
        jta().rolledBack(() -> {
            record("gone");
            return null;
        });
        jta().inTransaction(() -> {
            record("kept");
            return null;
        });

        assertThat(store().find(new Query(target, 10, null)).actions())
                .extracting(OperatorAction::action)
                .containsExactly("kept");
    }

    @Test
    void aCursorThatNoPageGaveIsRefused() {
        for (String cursor : List.of("", "x", "-1", "1234567890123456789", "1.5")) {
            assertThatThrownBy(() -> store().find(new Query(null, 1, cursor)))
                    .as(cursor)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("cursor");
        }
    }

    @Test
    void aTargetWithAnyCharacterIsOnlyNotFound() {
        assertThat(store().find(new Query("\0", 1, null)).actions()).isEmpty();
    }

    private void record(String action) {
        store().record(new OperatorAction(TIME, new Operator("ada", ""), action, target, ""));
    }
}
