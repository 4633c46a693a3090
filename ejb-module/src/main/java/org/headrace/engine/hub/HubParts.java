package org.headrace.engine.hub;

import java.util.function.LongSupplier;
import org.headrace.stream.EventLog;
import org.headrace.stream.spi.StreamHeads;

/**
 * What the hub works with.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record HubParts(EventLog log, StreamHeads heads, Lanes lanes, LongSupplier nanoTime) {}
