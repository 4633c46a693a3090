package org.headrace.it.payara;

import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;

/** For {@link java.util.ServiceLoader}. */
public final class PayaraLauncher implements ApplicationServer.Launcher {

    @Override
    public ApplicationServer launch(FreshDatabase database) {
        return PayaraServer.start(database);
    }
}
