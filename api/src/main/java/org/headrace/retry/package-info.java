/** When to try again. */
@NullMarked
package org.headrace.retry;

import org.jspecify.annotations.NullMarked;
