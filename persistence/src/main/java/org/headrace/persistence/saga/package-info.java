/** States of sagas and what they have to do, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.saga;

import org.jspecify.annotations.NullMarked;
