/** What the modules of Headrace share beneath the public API. */
@NullMarked
package org.headrace.spi;

import org.jspecify.annotations.NullMarked;
