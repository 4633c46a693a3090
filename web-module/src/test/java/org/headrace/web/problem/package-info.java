@NullMarked
package org.headrace.web.problem;

import org.jspecify.annotations.NullMarked;
