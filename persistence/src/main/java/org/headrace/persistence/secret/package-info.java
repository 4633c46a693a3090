/** Keys shared by all nodes, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.secret;

import org.jspecify.annotations.NullMarked;
