/** Starts everything that Headrace needs in one process: PostgreSQL, Payara Micro and the application. */
@NullMarked
package org.headrace.server;

import org.jspecify.annotations.NullMarked;
