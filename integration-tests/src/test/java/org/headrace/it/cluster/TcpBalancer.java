package org.headrace.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives each connection of TCP to the next node in turn, or the one after it where that refuses; knows nothing of HTTP, and
 * so nothing sticks. Listens in only to tell which node gave out a connection token, and which it was brought to.
 */
final class TcpBalancer implements AutoCloseable {

    private static final int BUFFER = 16_384;

    /** Of what passes in one direction so much is listened to. */
    private static final int HEARD = 65_536;

    private static final Pattern GIVEN = Pattern.compile("\"connectionToken\":\"([^\"]+)\"");
    private static final Pattern BROUGHT = Pattern.compile("GET /hubs/events\\?id=([^ &]+)");

    private final List<Integer> ports;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> given = new ConcurrentHashMap<>();
    private final Map<String, Integer> brought = new ConcurrentHashMap<>();
    private int turn;

    TcpBalancer(List<Integer> ports) {
        this.ports = ports;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many WebSockets were opened at another node than the one that their token is from. */
    long crossed() {
        return brought.entrySet().stream()
                .filter(entry -> given.containsKey(entry.getKey())
                        && !given.get(entry.getKey()).equals(entry.getValue()))
                .count();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listening.accept();
                try {
                    connect(client);
                } catch (IOException noNode) {
                    client.close();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        int port = ports.get(turn++ % ports.size());
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException down) {
            port = ports.get(turn++ % ports.size());
            server = new Socket(InetAddress.getLoopbackAddress(), port);
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        int node = port;
        Socket chosen = server;
        start(() -> pump(client, chosen, BROUGHT, token -> brought.put(token, node)));
        start(() -> pump(chosen, client, GIVEN, token -> given.put(token, node)));
    }

    private interface Listener {
        void heard(String token);
    }

    private void pump(Socket from, Socket to, Pattern token, Listener listener) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var heard = new StringBuilder();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (heard.length() < HEARD) {
                    heard.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    for (Matcher found = token.matcher(heard); found.find(); ) {
                        listener.heard(found.group(1));
                    }
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException broken) {
            // the other direction ends, too
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "tcp-balancer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
