@NullMarked
package org.headrace.web.trace;

import org.jspecify.annotations.NullMarked;
