/** The event log over HTTP. */
@NullMarked
package org.headrace.web.stream;

import org.jspecify.annotations.NullMarked;
