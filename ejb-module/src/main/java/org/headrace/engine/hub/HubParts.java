package org.headrace.engine.hub;

import java.util.function.LongSupplier;
import org.headrace.engine.stream.LiveStreams;

/**
 * What the hub works with.
 *
 * @param nanoTime as {@link System#nanoTime}
 */
record HubParts(LiveStreams streams, Lanes lanes, LongSupplier nanoTime, StreamAccess access, HubObserver observer) {

    /** Without anybody who is told. */
    HubParts(LiveStreams streams, Lanes lanes, LongSupplier nanoTime, StreamAccess access) {
        this(streams, lanes, nanoTime, access, HubObserver.NOBODY);
    }
}
