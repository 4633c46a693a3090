/** Where the example keeps its read models: in PostgreSQL, or in the heap. */
@NullMarked
package org.headrace.sample.store;

import org.jspecify.annotations.NullMarked;
