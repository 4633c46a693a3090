package org.headrace.it.wildfly;

import org.headrace.it.server.cluster.ServerCluster;

/** The EAR on two WildFlys. */
class WildFlyClusterIT extends ServerCluster {}
