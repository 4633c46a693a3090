package org.headrace.it.server;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that are about to start, or to come back. No other test gets them, in whichever JVM it runs: a claim
 * on a port of TCP is the port of UDP with the same number, which this JVM holds until it ends.
 */
final class Ports {

    /** Below those that Linux gives to outgoing connections, one of which would take the port while its server is down. */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private static final Queue<DatagramSocket> CLAIMS = new ConcurrentLinkedQueue<>();

    private Ports() {}

    /**
     * Claims free ports in a row, and returns the first.
     *
     * @param count how many; the first is a multiple of it
     */
    static int claim(int count) {
        while (true) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST / count, HIGHEST / count) * count;
            List<DatagramSocket> claims = new ArrayList<>();
            try {
                for (int port = first; port < first + count; port++) {
                    claims.add(claimed(port));
                }
                CLAIMS.addAll(claims);
                return first;
            } catch (IOException taken) {
                // the next ones
                claims.forEach(DatagramSocket::close);
            }
        }
    }

    /** @throws IOException if another has claimed it, or listens there */
    private static DatagramSocket claimed(int port) throws IOException {
        var claim = new DatagramSocket(port, InetAddress.getLoopbackAddress());
        try (var free = new ServerSocket(port)) {
            if (free.isBound()) {
                return claim;
            }
            throw new SocketException(port + " is not free");
        } catch (IOException taken) {
            claim.close();
            throw taken;
        }
    }
}
