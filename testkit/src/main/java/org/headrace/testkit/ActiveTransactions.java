package org.headrace.testkit;

import io.agroal.api.transaction.TransactionAware;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.Status;
import java.sql.SQLException;

/**
 * As a server's pool, gives no connection to a thread whose transaction was rolled back behind its back, by its time limit:
 * Agroal alone would give one that commits each statement.
 */
final class ActiveTransactions extends NarayanaTransactionIntegration {

    ActiveTransactions() {
        super(LocalJta.manager(), LocalJta.registry());
    }

    @Override
    public TransactionAware getTransactionAware() throws SQLException {
        int status = LocalJta.registry().getTransactionStatus();
        if (status == Status.STATUS_ROLLEDBACK || status == Status.STATUS_ROLLING_BACK) {
            throw new SQLException("The transaction of this thread is not active");
        }
        return super.getTransactionAware();
    }
}
