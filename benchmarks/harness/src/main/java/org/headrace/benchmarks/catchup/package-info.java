/** Building read models from events that are there already, beside JDBC by hand. */
@NullMarked
package org.headrace.benchmarks.catchup;

import org.jspecify.annotations.NullMarked;
