package org.headrace.it.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between clients of the hub and their server whose connections a test breaks: what is on its way then is lost.
 * Counts what was asked of the hub.
 */
final class BrittleNetwork implements AutoCloseable {

    private static final int BUFFER = 16_384;
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int target;
    private final int port;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Queue<Socket> halfOpen = new ConcurrentLinkedQueue<>();
    private final AtomicInteger negotiations = new AtomicInteger();
    private final AtomicInteger webSockets = new AtomicInteger();
    private ServerSocket listening;

    /** A connection, and how far its WebSocket is. */
    private static final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean isWebSocket;
        private volatile boolean hasCarried;
        private volatile boolean loses;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }
    }

    BrittleNetwork(int target) throws IOException {
        this.target = target;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = listening.getLocalPort();
        accept();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    int negotiations() {
        return negotiations.get();
    }

    int webSockets() {
        return webSockets.get();
    }

    /** Whether there is one WebSocket, on which the server has said something. */
    boolean isInUse() {
        return links.stream().filter(link -> link.hasCarried && !link.loses).count() == 1;
    }

    /** From now on nothing arrives any more, on either side; nobody is told yet. */
    void lose() {
        links.forEach(link -> link.loses = true);
    }

    /**
     * Breaks all connections that lose what they carry.
     *
     * @param serverLearns false: to the server they look idle
     */
    void breakOff(boolean serverLearns) throws IOException {
        for (Link link : List.copyOf(links)) {
            if (link.loses && links.remove(link)) {
                link.client.close();
                if (serverLearns) {
                    link.server.close();
                } else {
                    halfOpen.add(link.server);
                }
            }
        }
    }

    /** Lets nobody in any more. */
    synchronized void shut() throws IOException {
        listening.close();
    }

    void open() throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        accept();
    }

    private void accept() {
        ServerSocket accepting = listening;
        start(() -> {
            try {
                while (true) {
                    letIn(accepting, accepting.accept());
                }
            } catch (IOException closed) {
                // by shut() or close()
            }
        });
    }

    /** On a busy machine a connection may be accepted right after the listening socket was closed. */
    private synchronized void letIn(ServerSocket accepting, Socket client) throws IOException {
        if (accepting.isClosed()) {
            client.close();
            return;
        }
        var link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
        link.client.setTcpNoDelay(true);
        link.server.setTcpNoDelay(true);
        links.add(link);
        start(() -> carryToServer(link));
        start(() -> carryToClient(link));
    }

    private void carryToServer(Link link) {
        pump(link, link.client, link.server, chunk -> {
            if (chunk.contains("/hubs/events/negotiate")) {
                negotiations.incrementAndGet();
            } else if (chunk.startsWith("GET /hubs/events?id=")) {
                webSockets.incrementAndGet();
                link.isWebSocket = true;
            }
        });
    }

    private void carryToClient(Link link) {
        pump(link, link.server, link.client, chunk -> {
            int head = chunk.startsWith("HTTP/") ? chunk.indexOf(END_OF_HEAD) + END_OF_HEAD.length() : 0;
            if (link.isWebSocket && chunk.length() > head) {
                link.hasCarried = true;
            }
        });
    }

    private interface Sniffer {
        void seen(String chunk);
    }

    private void pump(Link link, Socket from, Socket to, Sniffer sniffer) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (!link.loses) {
                    out.write(buffer, 0, count);
                    sniffer.seen(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                }
            }
            end(link);
        } catch (IOException broken) {
            end(link);
        }
    }

    /** Unless it was broken off, which says itself who learns of it. */
    private void end(Link link) {
        if (links.remove(link)) {
            try (link.client;
                    link.server) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "brittle-network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        lose();
        breakOff(true);
        for (Socket socket : halfOpen) {
            socket.close();
        }
    }
}
