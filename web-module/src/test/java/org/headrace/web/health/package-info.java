@NullMarked
package org.headrace.web.health;

import org.jspecify.annotations.NullMarked;
