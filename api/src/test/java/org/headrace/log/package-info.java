@NullMarked
package org.headrace.log;

import org.jspecify.annotations.NullMarked;
