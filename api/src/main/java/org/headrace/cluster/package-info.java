/** The nodes that run Headrace on one store. */
@NullMarked
package org.headrace.cluster;

import org.jspecify.annotations.NullMarked;
