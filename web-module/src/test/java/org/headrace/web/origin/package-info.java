@NullMarked
package org.headrace.web.origin;

import org.jspecify.annotations.NullMarked;
