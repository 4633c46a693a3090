/** What the projection engine needs of a store. */
@NullMarked
package org.headrace.projection.spi;

import org.jspecify.annotations.NullMarked;
