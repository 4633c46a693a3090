/**
 * For tests of your own sagas and projections: they run as a server runs them, in real transactions, and what may go wrong
 * with them does. Begin with {@link org.headrace.testkit.SagaTestkit} and {@link org.headrace.testkit.ProjectionTestkit}.
 */
@NullMarked
package org.headrace.testkit;

import org.jspecify.annotations.NullMarked;
