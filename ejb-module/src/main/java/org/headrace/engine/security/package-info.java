/** What callers may do. Checked at the edges, not on beans: timers have no caller. */
@NullMarked
package org.headrace.engine.security;

import org.jspecify.annotations.NullMarked;
