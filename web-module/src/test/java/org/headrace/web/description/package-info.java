@NullMarked
package org.headrace.web.description;

import org.jspecify.annotations.NullMarked;
