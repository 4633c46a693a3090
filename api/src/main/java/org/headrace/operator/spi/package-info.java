/** What the record of operators' actions needs of a store. */
@NullMarked
package org.headrace.operator.spi;

import org.jspecify.annotations.NullMarked;
