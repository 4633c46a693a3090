/** Events to many WebSockets, beside a bare server and beside what else one would take for it. */
@NullMarked
package org.headrace.benchmarks.fanout;

import org.jspecify.annotations.NullMarked;
