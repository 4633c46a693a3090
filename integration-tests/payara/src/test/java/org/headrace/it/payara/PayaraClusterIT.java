package org.headrace.it.payara;

import org.headrace.it.server.cluster.ServerCluster;

/** The EAR on two domains of Payara Server. */
class PayaraClusterIT extends ServerCluster {}
