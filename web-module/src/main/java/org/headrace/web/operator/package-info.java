/** The record of operators' actions over HTTP. */
@NullMarked
package org.headrace.web.operator;

import org.jspecify.annotations.NullMarked;
