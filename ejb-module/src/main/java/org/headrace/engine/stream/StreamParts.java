package org.headrace.engine.stream;

import java.util.concurrent.Executor;
import org.headrace.stream.EventLog;

/**
 * What the streams of a node share.
 *
 * @param lane where the store is asked on nobody's thread
 * @param counts of what was read
 * @param doubt called when the store did not answer: what was read before may not be what it holds when it comes back
 */
record StreamParts(EventLog log, Executor lane, Later later, TailBudget budget, TailCounts counts, Runnable doubt) {}
