/** A bank's loan process: a read model of each application, and of all. */
@NullMarked
package org.headrace.sample.loans;

import org.jspecify.annotations.NullMarked;
