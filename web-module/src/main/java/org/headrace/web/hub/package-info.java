/**
 * The hub at {@code /hubs/events}: two protocols over WebSockets, SignalR's JSON protocol and a plain one. The
 * specification followed is the public one of SignalR, HubProtocol.md and TransportProtocols.md.
 */
@NullMarked
package org.headrace.web.hub;

import org.jspecify.annotations.NullMarked;
