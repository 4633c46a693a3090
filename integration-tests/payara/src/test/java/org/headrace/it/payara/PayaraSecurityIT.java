package org.headrace.it.payara;

import org.headrace.it.server.ServerSecurity;

/** The EAR on Payara Server, with the users of its file realm. */
class PayaraSecurityIT extends ServerSecurity {}
