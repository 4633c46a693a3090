package org.headrace.projection;

/**
 * Says of a projection that its streams may be split by the events' keys, and the parts processed at the same time (see
 * {@link StreamProjection#parallelism}): it is safe for use by several threads, and what it writes for one key neither
 * reads nor replaces what it writes for another. A row for all keys must be added to where it is ({@code SET n = n + ?}),
 * not read, changed and written back: the latter would lose what another part writes meanwhile.
 */
public interface ParallelProjection {}
