/** Chooses the stores by configuration. */
@NullMarked
package org.headrace.persistence;

import org.jspecify.annotations.NullMarked;
