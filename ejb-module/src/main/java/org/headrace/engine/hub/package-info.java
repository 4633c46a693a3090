/**
 * Pushes events to connected clients. A subscription is a cursor into a stream, never a queue: catching up and following
 * live are the same read, and a wake-up only says when. Knows neither WebSockets nor JSON.
 */
@NullMarked
package org.headrace.engine.hub;

import org.jspecify.annotations.NullMarked;
