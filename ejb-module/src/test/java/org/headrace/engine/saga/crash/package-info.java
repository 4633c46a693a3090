/** Kills nodes that run sagas wherever it could hurt, and looks at what remains. */
@NullMarked
package org.headrace.engine.saga.crash;

import org.jspecify.annotations.NullMarked;
