/** What the nodes of a cluster need of a store. */
@NullMarked
package org.headrace.cluster.spi;

import org.jspecify.annotations.NullMarked;
