/** Read models built from event streams: what a user of the framework writes and calls. */
@NullMarked
package org.headrace.projection;

import org.jspecify.annotations.NullMarked;
