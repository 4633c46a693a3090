package org.headrace.persistence.jpa;

import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatformProvider;

/** Found by Hibernate as a service: without it Hibernate knows no transactions on Payara. */
public final class ServerJtaPlatformProvider implements JtaPlatformProvider {

    @Override
    public JtaPlatform getProvidedJtaPlatform() {
        return new ServerJtaPlatform();
    }
}
