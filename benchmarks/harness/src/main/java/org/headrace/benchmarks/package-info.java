/** Measures Headrace as deployed, beside programs that do the same work by hand and beside its peers, in one run. */
@NullMarked
package org.headrace.benchmarks;

import org.jspecify.annotations.NullMarked;
