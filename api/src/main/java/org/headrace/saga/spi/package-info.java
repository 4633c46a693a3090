/** What the engine needs of a store of sagas. */
@NullMarked
package org.headrace.saga.spi;

import org.jspecify.annotations.NullMarked;
