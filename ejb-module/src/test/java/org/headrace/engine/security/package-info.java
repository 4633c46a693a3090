@NullMarked
package org.headrace.engine.security;

import org.jspecify.annotations.NullMarked;
