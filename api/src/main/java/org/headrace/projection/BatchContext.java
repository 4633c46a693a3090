package org.headrace.projection;

/**
 * What surrounds a batch while it is projected.
 *
 * @param projection the projection's name
 * @param attempt how many times the first event has failed before, from 0
 * @param replaying whether a rebuild reads all of these events again: leave out effects beyond the read model
 */
public record BatchContext(String projection, int attempt, boolean replaying) {}
