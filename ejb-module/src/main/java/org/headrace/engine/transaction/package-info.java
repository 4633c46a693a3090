/** Transactions that the engine makes of its own, and how they end. */
@NullMarked
package org.headrace.engine.transaction;

import org.jspecify.annotations.NullMarked;
