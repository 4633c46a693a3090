package org.headrace.it.payara;

import org.headrace.it.server.ServerWalkthrough;

/** The EAR on Payara Server. */
class PayaraWalkthroughIT extends ServerWalkthrough {}
