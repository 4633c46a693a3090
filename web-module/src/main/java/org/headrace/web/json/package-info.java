/** Answers as JSON that JSON-B would not write as they are to be. */
@NullMarked
package org.headrace.web.json;

import org.jspecify.annotations.NullMarked;
