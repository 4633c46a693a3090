package org.headrace.engine.projection;

import org.headrace.projection.DynamicProjection;
import org.headrace.projection.ParallelProjection;

/** A handler of tests that may be split. */
interface ParallelHandler extends DynamicProjection, ParallelProjection {}
