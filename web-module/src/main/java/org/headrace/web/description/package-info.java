/** What the API says of itself. */
@NullMarked
package org.headrace.web.description;

import org.jspecify.annotations.NullMarked;
