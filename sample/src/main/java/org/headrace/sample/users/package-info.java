/** Users are added and removed; a read model counts them. */
@NullMarked
package org.headrace.sample.users;

import org.jspecify.annotations.NullMarked;
