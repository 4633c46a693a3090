/** How long an event takes to a read model and to a client, beside LISTEN/NOTIFY and a bare sender by hand. */
@NullMarked
package org.headrace.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
