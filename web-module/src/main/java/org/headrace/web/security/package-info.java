/** Who calls, and what they may do: authentication, and the one table of roles at the edges. */
@NullMarked
package org.headrace.web.security;

import org.jspecify.annotations.NullMarked;
