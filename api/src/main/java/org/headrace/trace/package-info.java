/** Traces that span systems, by W3C Trace Context. */
@NullMarked
package org.headrace.trace;

import org.jspecify.annotations.NullMarked;
