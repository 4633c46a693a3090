/** The one client of all contestants that push, in a process of its own: many WebSockets, one thread. */
@NullMarked
package org.headrace.benchmarks.receiver;

import org.jspecify.annotations.NullMarked;
