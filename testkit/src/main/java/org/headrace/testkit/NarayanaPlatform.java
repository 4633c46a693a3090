package org.headrace.testkit;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;

/** Tells Hibernate of the transactions of {@link LocalJta}. */
final class NarayanaPlatform extends AbstractJtaPlatform {

    @Override
    protected TransactionManager locateTransactionManager() {
        return LocalJta.manager();
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        return LocalJta.userTransaction();
    }
}
