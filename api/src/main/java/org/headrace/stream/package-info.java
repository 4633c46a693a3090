/** The event log: named, append-only, totally ordered streams without gaps. */
@NullMarked
package org.headrace.stream;

import org.jspecify.annotations.NullMarked;
