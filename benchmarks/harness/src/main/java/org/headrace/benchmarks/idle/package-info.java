/** What Headrace takes of a server and a database while nothing happens, beside the same server without it. */
@NullMarked
package org.headrace.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
