/** Tests of the hub's protocols. */
@NullMarked
package org.headrace.web.hub;

import org.jspecify.annotations.NullMarked;
