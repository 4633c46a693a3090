package org.headrace.it.wildfly;

import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;

/** For {@link java.util.ServiceLoader}. */
public final class WildFlyLauncher implements ApplicationServer.Launcher {

    @Override
    public ApplicationServer launch(FreshDatabase database) {
        return WildFly.start(database);
    }
}
