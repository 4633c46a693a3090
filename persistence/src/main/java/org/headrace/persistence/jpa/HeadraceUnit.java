package org.headrace.persistence.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.engine.transaction.jta.platform.spi.JtaPlatform;
import org.jspecify.annotations.Nullable;

/**
 * Headrace's persistence unit, opened at its first use; close it with the application. Not the server's to inject: the
 * unit lies in a library, where servers disagree on whether it can be, and without a database it must not be opened.
 */
public final class HeadraceUnit implements AutoCloseable {

    private static final String NAME = "headrace";

    private final Supplier<DataSource> dataSource;
    private final JtaPlatform platform;
    private @Nullable EntityManagerFactory factory;
    private boolean isClosed;

    /** @param dataSource asked at the first use; its pool must enlist connections in the platform's transactions */
    public HeadraceUnit(Supplier<DataSource> dataSource, JtaPlatform platform) {
        this.dataSource = dataSource;
        this.platform = platform;
    }

    /** In the transactions of the server it is called in. */
    public static HeadraceUnit ofServer(Supplier<DataSource> dataSource) {
        return new HeadraceUnit(dataSource, new ServerJtaPlatform());
    }

    /** @throws IllegalStateException when this has been closed: it would be left open for ever */
    public synchronized EntityManagerFactory factory() {
        if (isClosed) {
            throw new IllegalStateException("The application is being shut down");
        }
        if (factory == null) {
            factory = open();
        }
        return factory;
    }

    /** Does nothing when it was never opened. */
    @Override
    public synchronized void close() {
        isClosed = true;
        if (factory != null) {
            factory.close();
            factory = null;
        }
    }

    private EntityManagerFactory open() {
        Map<String, Object> settings = Map.of(
                JdbcSettings.CONNECTION_PROVIDER,
                new PooledConnections(dataSource.get()),
                TransactionSettings.JTA_PLATFORM,
                platform);
        // The caller may be a thread or a module that sees neither persistence.xml nor Hibernate.
        Thread thread = Thread.currentThread();
        ClassLoader callers = thread.getContextClassLoader();
        thread.setContextClassLoader(HeadraceUnit.class.getClassLoader());
        try {
            return Persistence.createEntityManagerFactory(NAME, settings);
        } finally {
            thread.setContextClassLoader(callers);
        }
    }
}
