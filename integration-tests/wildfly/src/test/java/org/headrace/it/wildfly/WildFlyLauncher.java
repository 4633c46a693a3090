package org.headrace.it.wildfly;

import java.util.Map;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;

/** For {@link java.util.ServiceLoader}. */
public final class WildFlyLauncher implements ApplicationServer.Launcher {

    @Override
    public ApplicationServer launch(FreshDatabase database, Map<String, String> settings) {
        return WildFly.start(database, settings);
    }
}
