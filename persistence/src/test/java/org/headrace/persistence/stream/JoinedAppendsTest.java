package org.headrace.persistence.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.List;
import org.headrace.json.JsonText;
import org.headrace.persistence.testing.JtaEnvironment;
import org.headrace.stream.Append;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.NewEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinedAppendsTest {

    private static final NewEvent EVENT = NewEvent.of("Tested", JsonText.of("1"));

    private final JtaEnvironment jta = JtaEnvironment.withoutDatabase();
    private final UserTransaction transaction = jta.userTransaction();
    private final TransactionSynchronizationRegistry registry = jta.registry();

    @AfterEach
    void endTransaction() throws Exception {
        if (transaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction.rollback();
        }
    }

    @Test
    void aStoreThatFailsAtTheCallBreaksTheTransaction() throws Exception {
        var joined = new JoinedAppends(registry, FailingSession::new, new Listeners(List::of));
        transaction.begin();
        assertThatThrownBy(() -> joined.append(Append.to("a", EVENT), true))
                .isInstanceOf(EventLogUnavailableException.class);
        assertThat(transaction.getStatus()).isEqualTo(Status.STATUS_MARKED_ROLLBACK);
        assertThatThrownBy(joined::isTransactionActive)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("marked for rollback");
    }

    @Test
    void aReceiptAdmitsThatTheOutcomeIsNotKnown() {
        var receipt = Receipt.buffered(new PendingAppend(Append.to("a", EVENT)));
        assertThatThrownBy(receipt::offsets).hasMessageContaining("after the transaction has committed");
        receipt.completed(Status.STATUS_UNKNOWN, true);
        assertThat(receipt.isOffsetKnown()).isFalse();
        assertThatThrownBy(receipt::offsets)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not known");
    }

    private static final class FailingSession implements AppendSession {
        @Override
        public void write(List<PendingAppend> group) {
            throw new EventLogUnavailableException("meant", new IllegalStateException());
        }

        @Override
        public void committed() {
            throw new AssertionError("nothing was written");
        }

        @Override
        public void rolledBack() {
            // Nothing was written.
        }
    }
}
