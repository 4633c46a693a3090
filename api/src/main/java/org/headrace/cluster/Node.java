package org.headrace.cluster;

import java.util.UUID;

/**
 * One running instance of the application.
 *
 * @param id new at each start, so that a node that comes back is not taken for the one that went
 * @param name what people call it ({@code headrace.node.name}); need not be unique
 */
public record Node(UUID id, String name) {}
