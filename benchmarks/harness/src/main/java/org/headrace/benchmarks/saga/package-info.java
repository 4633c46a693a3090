/** Sagas of three steps, state durable after each, beside JDBC by hand and DBOS. */
@NullMarked
package org.headrace.benchmarks.saga;

import org.jspecify.annotations.NullMarked;
