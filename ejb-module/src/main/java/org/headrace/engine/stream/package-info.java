/** What the container knows that the event log wants to know. */
@NullMarked
package org.headrace.engine.stream;

import org.jspecify.annotations.NullMarked;
