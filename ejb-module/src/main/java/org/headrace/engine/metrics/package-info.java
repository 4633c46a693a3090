/**
 * Counts and measures what this node does, for Prometheus. The rest of the engine knows nothing of this package: it tells
 * observers, and is read when somebody asks.
 */
@NullMarked
package org.headrace.engine.metrics;

import org.jspecify.annotations.NullMarked;
