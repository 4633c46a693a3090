/**
 * The hub at {@code /hubs/events}: protocols over WebSockets, SignalR's in JSON and in MessagePack and a plain one. The
 * specification followed is the public one of SignalR, HubProtocol.md and TransportProtocols.md.
 */
@NullMarked
package org.headrace.web.hub;

import org.jspecify.annotations.NullMarked;
