/** Whether this node is alive, started, ready. */
@NullMarked
package org.headrace.web.health;

import org.jspecify.annotations.NullMarked;
