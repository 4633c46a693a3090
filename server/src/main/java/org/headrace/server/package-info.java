/** Starts Headrace as one process: PostgreSQL, Payara Micro and the application, in that order, and stops them in the other. */
@NullMarked
package org.headrace.server;

import org.jspecify.annotations.NullMarked;
