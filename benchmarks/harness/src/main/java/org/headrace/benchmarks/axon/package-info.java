/** Axon Framework, a peer, without Spring and without Axon Server. */
@NullMarked
package org.headrace.benchmarks.axon;

import org.jspecify.annotations.NullMarked;
