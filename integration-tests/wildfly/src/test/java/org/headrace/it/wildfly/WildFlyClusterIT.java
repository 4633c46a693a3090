package org.headrace.it.wildfly;

import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.cluster.SuspendableCluster;

/** The EAR on two WildFlys. */
class WildFlyClusterIT extends SuspendableCluster {

    @Override
    protected void suspend(ApplicationServer server) {
        ((WildFly) server).manage(":suspend");
    }

    @Override
    protected void resume(ApplicationServer server) {
        ((WildFly) server).manage(":resume");
    }
}
