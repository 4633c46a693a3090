/** Runs projections: reads batches, calls handlers, moves checkpoints, retries. */
@NullMarked
package org.headrace.engine.projection;

import org.jspecify.annotations.NullMarked;
