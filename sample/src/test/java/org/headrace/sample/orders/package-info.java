@NullMarked
package org.headrace.sample.orders;

import org.jspecify.annotations.NullMarked;
