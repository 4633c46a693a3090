package org.headrace.web.hub;

import java.time.Instant;

/**
 * What a client was told at negotiation and brings along when it connects.
 *
 * @param id random
 * @param issuedAt in seconds
 * @param principal who negotiated; empty: nobody in particular
 */
record ConnectionToken(String id, Instant issuedAt, String principal) {}
