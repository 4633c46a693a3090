package org.headrace.it.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.headrace.it.server.Places;

/**
 * A network, as between a node and its database, that can be cut: then nothing passes in either direction, not even that a
 * connection was closed, and new connections are refused. What was under way arrives when it is mended.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int BUFFER = 16_384;

    private final int port = Places.freePort();
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private ServerSocket listening;
    private boolean isCut;
    private long heldBack;

    /** Between its own port and that one, both of this machine. */
    public TcpProxy(int target) {
        this.target = target;
        listen();
    }

    public int port() {
        return port;
    }

    /** How many connections it was that fell silent. */
    int cut() {
        synchronized (gate) {
            isCut = true;
            heldBack = 0;
        }
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connections();
    }

    int connections() {
        return open.size() / 2;
    }

    void mend() {
        synchronized (gate) {
            isCut = false;
            gate.notifyAll();
        }
        listen();
    }

    /** Whether it is cut, seen by trying. */
    boolean refusesConnections() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isClosed();
        } catch (IOException refused) {
            return true;
        }
    }

    /** Whether anything wanted to pass since it was cut. */
    boolean holdsSomethingBack() {
        synchronized (gate) {
            return heldBack > 0;
        }
    }

    private void listen() {
        try {
            listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket accepting = listening;
        start(() -> accept(accepting));
    }

    private void accept(ServerSocket accepting) {
        while (true) {
            try {
                Socket client = accepting.accept();
                try {
                    connect(client);
                } catch (IOException noDatabase) {
                    client.close();
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        start(() -> pump(client, server));
        start(() -> pump(server, client));
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            int count = in.read(buffer);
            while (passes() && count >= 0) {
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException closed) {
            passes();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Waits while it is cut. False: never. */
    private boolean passes() {
        synchronized (gate) {
            try {
                while (isCut) {
                    heldBack++;
                    gate.wait();
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private static void start(Runnable work) {
        var thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Breaks all connections, as both ends see. New ones may be made. */
    public void breakConnections() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            breakConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (gate) {
            isCut = false;
            gate.notifyAll();
        }
    }
}
