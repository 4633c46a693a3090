/** Transactional state in the heap, for development without a database. */
@NullMarked
package org.headrace.memory;

import org.jspecify.annotations.NullMarked;
