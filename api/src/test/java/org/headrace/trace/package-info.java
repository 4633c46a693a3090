@NullMarked
package org.headrace.trace;

import org.jspecify.annotations.NullMarked;
