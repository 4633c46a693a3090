@NullMarked
package org.headrace.sample.store;

import org.jspecify.annotations.NullMarked;
