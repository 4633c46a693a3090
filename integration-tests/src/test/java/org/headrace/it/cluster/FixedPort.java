package org.headrace.it.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports for servers that come back on the same one. */
final class FixedPort {

    /** Below those that Linux gives to outgoing connections, one of which would take the port while its server is down. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private FixedPort() {}

    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
    }
}
