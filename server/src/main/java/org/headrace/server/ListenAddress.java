package org.headrace.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** The address the server is to listen at. */
record ListenAddress(String host, int port) {

    /** @throws StartupFailure if nothing can listen there, for one because something else does */
    void requireFree() {
        InetAddress address = resolve();
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException refused) {
            throw StartupFailure.because("Headrace cannot listen at " + host + ":" + port + " ("
                    + StartupFailure.reason(refused)
                    + "): stop what uses it, or choose another with headrace.port (HEADRACE_PORT) or headrace.host");
        }
    }

    boolean loopback() {
        return resolve().isLoopbackAddress();
    }

    /** Where a browser on this machine finds the server. */
    String url() {
        InetAddress address = resolve();
        boolean local = address.isLoopbackAddress() || address.isAnyLocalAddress();
        return "http://" + (local ? "localhost" : host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private InetAddress resolve() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw StartupFailure.wrongSetting("headrace.host is \"" + host
                    + "\", which this machine does not know: set it to an address of this machine, like 127.0.0.1");
        }
    }
}
