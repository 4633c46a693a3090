@NullMarked
package org.headrace.web.metrics;

import org.jspecify.annotations.NullMarked;
