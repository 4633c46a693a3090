@NullMarked
package org.headrace.web.saga;

import org.jspecify.annotations.NullMarked;
