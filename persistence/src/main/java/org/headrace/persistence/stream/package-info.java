/** The event log, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.stream;

import org.jspecify.annotations.NullMarked;
