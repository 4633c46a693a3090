package org.headrace.engine.hub;

/**
 * Where a connection comes from, as far as is known.
 *
 * @param principal who is logged in; empty: nobody in particular
 * @param address the IP address at the other end, which is a proxy's where there is one; empty: not known
 */
public record ClientOrigin(String principal, String address) {

    public static final ClientOrigin UNKNOWN = new ClientOrigin("", "");
}
