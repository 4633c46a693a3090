package org.headrace.it.wildfly;

import org.headrace.it.server.ServerSecurity;

/** The EAR on WildFly, with the users of its application realm. */
class WildFlySecurityIT extends ServerSecurity {}
