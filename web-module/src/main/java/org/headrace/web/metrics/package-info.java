/** The metrics of this node over HTTP. */
@NullMarked
package org.headrace.web.metrics;

import org.jspecify.annotations.NullMarked;
