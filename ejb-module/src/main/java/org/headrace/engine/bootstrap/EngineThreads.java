package org.headrace.engine.bootstrap;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The engine's own threads, never the server's default ones, which users' work may fill. */
@ApplicationScoped
@ManagedExecutorDefinition(name = EngineThreads.NAME, maxAsync = EngineThreads.MAX_THREADS)
public class EngineThreads {

    static final String NAME = "java:app/concurrent/headrace";

    /** Below the size of the connection pool, so that projections leave connections to callers. */
    static final int MAX_THREADS = 8;

    private @Nullable ManagedExecutorService executor;

    /** @throws IllegalStateException when the server has not made the executor */
    @SuppressWarnings("BanJNDI") // the name is a constant of ours
    synchronized ManagedExecutorService executor() {
        if (executor == null) {
            try {
                executor = InitialContext.doLookup(NAME);
            } catch (NamingException e) {
                throw new IllegalStateException("The server has no managed executor " + NAME, e);
            }
        }
        return executor;
    }
}
