/** Appending events, beside JDBC by hand. */
@NullMarked
package org.headrace.benchmarks.append;

import org.jspecify.annotations.NullMarked;
