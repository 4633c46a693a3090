/** The record of operators' actions, in PostgreSQL and in the heap. */
@NullMarked
package org.headrace.persistence.operator;

import org.jspecify.annotations.NullMarked;
