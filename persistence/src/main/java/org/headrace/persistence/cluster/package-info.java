/** The nodes of a cluster and what they hold, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.cluster;

import org.jspecify.annotations.NullMarked;
