/** Who acts on a running system, and why. */
@NullMarked
package org.headrace.operator;

import org.jspecify.annotations.NullMarked;
