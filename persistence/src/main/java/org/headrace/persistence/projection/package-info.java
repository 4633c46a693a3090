/** Checkpoints and run states, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.projection;

import org.jspecify.annotations.NullMarked;
