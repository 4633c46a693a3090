/** What a store of the event log offers and needs beside {@link org.headrace.stream.EventLog}. */
@NullMarked
package org.headrace.stream.spi;

import org.jspecify.annotations.NullMarked;
