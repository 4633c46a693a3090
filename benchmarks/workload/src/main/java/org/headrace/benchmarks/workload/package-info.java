/** The benchmarks' part in the server: what a user's module would be, and the callers that drive it. */
@NullMarked
package org.headrace.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
