package org.headrace.it.payara;

import java.util.Map;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;

/** For {@link java.util.ServiceLoader}. */
public final class PayaraLauncher implements ApplicationServer.Launcher {

    @Override
    public ApplicationServer launch(FreshDatabase database, Map<String, String> settings) {
        return PayaraServer.start(database, settings);
    }
}
