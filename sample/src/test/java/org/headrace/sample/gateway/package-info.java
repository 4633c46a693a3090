@NullMarked
package org.headrace.sample.gateway;

import org.jspecify.annotations.NullMarked;
