package org.headrace.engine.hub;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** Counts open connections by whom they belong to. */
final class ConnectionQuotas {

    /** RFC 4291, 2.5.4: whoever has one address of such a network has them all. */
    private static final int NETWORK_BYTES = 8;

    private final Quota principals;
    private final Quota addresses;

    ConnectionQuotas(ClientLimits limits) {
        principals = new Quota(
                "Too many connections of this user", "max-connections-per-principal", limits.connectionsPerPrincipal());
        addresses = new Quota(
                "Too many connections from this address",
                "max-connections-per-address",
                limits.connectionsPerAddress());
    }

    /** @throws TooManyConnectionsException when {@link #enter} would */
    synchronized void requireRoom(ClientOrigin origin) throws TooManyConnectionsException {
        principals.requireRoom(origin.principal());
        addresses.requireRoom(network(origin.address()));
    }

    /**
     * Counts a connection in.
     *
     * @throws TooManyConnectionsException with the limit that was reached; nothing is counted
     */
    synchronized void enter(ClientOrigin origin) throws TooManyConnectionsException {
        requireRoom(origin);
        principals.add(origin.principal(), 1);
        addresses.add(network(origin.address()), 1);
    }

    synchronized void leave(ClientOrigin origin) {
        principals.add(origin.principal(), -1);
        addresses.add(network(origin.address()), -1);
    }

    /** Of how many principals and networks something is held. */
    synchronized int size() {
        return principals.open.size() + addresses.open.size();
    }

    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.getByName(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }

    private static final class Quota {

        private final String complaint;
        private final int most;
        private final Map<String, Integer> open = new HashMap<>();

        Quota(String complaint, String setting, int most) {
            // Short enough for the frame that closes a WebSocket.
            this.complaint = complaint + ": headrace.hub." + setting + " is " + most;
            this.most = most;
        }

        void requireRoom(String whose) throws TooManyConnectionsException {
            if (most > 0 && open.getOrDefault(whose, 0) >= most) {
                throw new TooManyConnectionsException(complaint);
            }
        }

        void add(String whose, int change) {
            if (most > 0 && !whose.isEmpty()) {
                open.merge(whose, change, (before, more) -> before + more == 0 ? null : before + more);
            }
        }
    }
}
