/**
 * What this node knows of the streams that somebody here is interested in: where they end, and their newest events.
 * Shared by projections and the hub. And what the container knows that the log wants to know.
 */
@NullMarked
package org.headrace.engine.stream;

import org.jspecify.annotations.NullMarked;
