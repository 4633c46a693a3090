package org.headrace.web.hub;

import java.time.Instant;

/**
 * What a client was told at negotiation and brings along when it connects.
 *
 * @param id random
 * @param issuedAt in seconds
 * @param principal who negotiated; empty: nobody in particular
 * @param resumable whether the client may come back to the connection when its transport breaks
 */
record ConnectionToken(String id, Instant issuedAt, String principal, boolean resumable) {}
