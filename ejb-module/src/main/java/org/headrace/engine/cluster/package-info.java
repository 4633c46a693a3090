/** This node among the others. */
@NullMarked
package org.headrace.engine.cluster;

import org.jspecify.annotations.NullMarked;
