/** What comes in with a request: bodies, encodings, numbers. */
@NullMarked
package org.headrace.web.request;

import org.jspecify.annotations.NullMarked;
