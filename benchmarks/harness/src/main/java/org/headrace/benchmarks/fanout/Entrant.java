package org.headrace.benchmarks.fanout;

import org.headrace.benchmarks.Contestant.Role;

/**
 * One of those that push.
 *
 * @param name as it stands in the table
 */
record Entrant(String name, Role role, Pusher pusher) {}
