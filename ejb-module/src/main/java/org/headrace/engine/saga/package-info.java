/** Runs sagas: what comes next is decided by pure functions, and carried out in transactions. */
@NullMarked
package org.headrace.engine.saga;

import org.jspecify.annotations.NullMarked;
