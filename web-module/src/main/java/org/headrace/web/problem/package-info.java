/** Every failure as application/problem+json (RFC 9457). */
@NullMarked
package org.headrace.web.problem;

import org.jspecify.annotations.NullMarked;
