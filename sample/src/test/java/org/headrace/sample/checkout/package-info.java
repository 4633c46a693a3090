@NullMarked
package org.headrace.sample.checkout;

import org.jspecify.annotations.NullMarked;
