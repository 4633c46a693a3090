package org.headrace.it.wildfly;

import org.headrace.it.server.ServerWalkthrough;

/** The EAR on WildFly. */
class WildFlyWalkthroughIT extends ServerWalkthrough {}
