/** Projections over HTTP. */
@NullMarked
package org.headrace.web.projection;

import org.jspecify.annotations.NullMarked;
