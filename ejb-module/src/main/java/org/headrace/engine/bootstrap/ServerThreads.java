package org.headrace.engine.bootstrap;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Threads of the server's, of which it remembers nothing when they have ended. */
final class ServerThreads implements ThreadFactory {

    private final ThreadFactory factory;

    /** Null: on other servers there is nothing to be forgotten. */
    private final @Nullable PayaraResources payara = PayaraResources.find();

    /** @param factory the server's */
    ServerThreads(ThreadFactory factory) {
        this.factory = factory;
    }

    @Override
    public Thread newThread(Runnable work) {
        PayaraResources resources = payara;
        if (resources == null) {
            return factory.newThread(work);
        }
        return factory.newThread(() -> {
            try {
                work.run();
            } finally {
                resources.forgetThisThread();
            }
        });
    }
}
