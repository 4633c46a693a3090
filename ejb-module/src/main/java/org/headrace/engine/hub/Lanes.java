package org.headrace.engine.hub;

import java.util.concurrent.Executor;
import org.headrace.engine.stream.Later;

/**
 * Where work is done.
 *
 * @param work composing frames; never blocks
 * @param catchUp reads of those who are behind the live edge, whose reads have threads of their own: no crowd that
 *     catches up delays them
 * @param later does nothing itself, only hands on after a while
 */
record Lanes(Executor work, Executor catchUp, Later later) {}
