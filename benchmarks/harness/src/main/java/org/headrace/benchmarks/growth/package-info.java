/** The same work with a small log and with a large one, and after many sagas. */
@NullMarked
package org.headrace.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
