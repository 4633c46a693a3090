@NullMarked
package org.headrace.web.security;

import org.jspecify.annotations.NullMarked;
