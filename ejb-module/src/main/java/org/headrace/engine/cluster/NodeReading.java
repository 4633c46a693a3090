package org.headrace.engine.cluster;

import java.util.UUID;

/**
 * This node at one moment.
 *
 * @param alive whether no other node can have taken over from it yet
 */
public record NodeReading(UUID id, String name, boolean alive) {}
