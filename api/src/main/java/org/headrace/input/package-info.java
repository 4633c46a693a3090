/** What is wrong with a caller's input, field by field. */
@NullMarked
package org.headrace.input;

import org.jspecify.annotations.NullMarked;
