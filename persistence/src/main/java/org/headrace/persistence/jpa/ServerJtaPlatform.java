package org.headrace.persistence.jpa;

import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import org.hibernate.engine.transaction.jta.platform.internal.AbstractJtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformException;

/** Finds the transaction manager of Payara, else that of WildFly. */
@SuppressWarnings("BanJNDI") // the names are constants of ours
final class ServerJtaPlatform extends AbstractJtaPlatform {

    @Override
    protected TransactionManager locateTransactionManager() {
        try {
            Context context = new InitialContext();
            try {
                return (TransactionManager) context.lookup("java:appserver/TransactionManager");
            } catch (NameNotFoundException notPayara) {
                return (TransactionManager) context.lookup("java:jboss/TransactionManager");
            }
        } catch (NamingException e) {
            throw new JtaPlatformException("The server's transaction manager was not found", e);
        }
    }

    @Override
    protected UserTransaction locateUserTransaction() {
        try {
            return InitialContext.doLookup("java:comp/UserTransaction");
        } catch (NamingException e) {
            throw new JtaPlatformException("java:comp/UserTransaction was not found", e);
        }
    }
}
