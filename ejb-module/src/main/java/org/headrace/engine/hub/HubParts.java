package org.headrace.engine.hub;

import java.util.function.LongSupplier;
import org.headrace.engine.stream.LiveStreams;

/**
 * What the hub works with.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record HubParts(LiveStreams streams, Lanes lanes, LongSupplier nanoTime, StreamAccess access) {}
