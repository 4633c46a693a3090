@NullMarked
package org.headrace.openapi;

import org.jspecify.annotations.NullMarked;
