/** Long-running processes whose completed steps are undone in reverse on failure: what a user writes and calls. */
@NullMarked
package org.headrace.saga;

import org.jspecify.annotations.NullMarked;
