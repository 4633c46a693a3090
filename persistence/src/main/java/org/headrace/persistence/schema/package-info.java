/** The tables, migrated at start. */
@NullMarked
package org.headrace.persistence.schema;

import org.jspecify.annotations.NullMarked;
