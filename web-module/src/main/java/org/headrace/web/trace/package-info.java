/** Takes traces in that come with requests. */
@NullMarked
package org.headrace.web.trace;

import org.jspecify.annotations.NullMarked;
