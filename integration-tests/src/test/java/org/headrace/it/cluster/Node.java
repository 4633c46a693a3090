package org.headrace.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.server.Places;

/**
 * A real server process of a cluster, which can be killed, held still, and started anew as it was. Its sessions bear its
 * name in {@code pg_stat_activity}. Each fault is seen to have happened before its method returns.
 */
final class Node implements AutoCloseable {

    private static final int KILLED = 128 + 9;
    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_BE_SEEN = Duration.ofSeconds(20);

    private final String name;
    private final Path data;
    private final int port = Places.freePort();
    private final TcpProxy network;
    private final String[] settings;
    private boolean isCutOff;
    private volatile HeadraceProcess process;
    private volatile boolean isStarting;

    /** Launched, and not ready yet. */
    Node(String name, ClusterDatabase database) {
        this.name = name;
        this.data = Places.newDirectory(name);
        this.network = new TcpProxy(database.port());
        this.settings = new String[] {
            "HEADRACE_NODE_NAME=" + name,
            "HEADRACE_JDBC_URL=jdbc:postgresql://127.0.0.1:" + network.port() + "/headrace?ApplicationName=" + name,
            "HEADRACE_JDBC_USER=" + database.user(),
            "HEADRACE_JDBC_PASSWORD=" + database.password(),
            "HEADRACE_SCHEMA=validate",
            "HEADRACE_PROJECTION_LOAN_APPLICATIONS_PARALLELISM=3"
        };
        launch();
    }

    String name() {
        return name;
    }

    Api api() {
        return process.api();
    }

    /** The same before and after a restart. */
    int port() {
        return port;
    }

    /** Whether a process of it lives, still or not. */
    boolean isAlive() {
        return process.isAlive();
    }

    void launch() {
        isStarting = true;
        process = HeadraceProcess.launch(data, port, settings);
    }

    void awaitReady() {
        process.awaitReady();
        isStarting = false;
    }

    /** Until then Payara answers for an application that is not there, or not quite. */
    boolean isStarting() {
        return isStarting;
    }

    /** False: it gave up, as it does when there is no database while it starts. */
    boolean becomesReady() {
        Awaitility.await(name + " is ready or has ended").atMost(TO_START).until(() -> isReady() || !process.isAlive());
        return isReady();
    }

    /** Whether it has said so; it may have lost its database since. */
    private boolean isReady() {
        return process.isAlive() && process.output().contains("Headrace is ready");
    }

    /** What the process that lives, or was the last to, has said. */
    String output() {
        return process.output();
    }

    /** {@code kill -9}. */
    void kill() {
        long pid = process.pid();
        HeadraceProcess.signal("KILL", pid);
        assertThat(process.awaitExit()).as("exit code of %s", name).isEqualTo(KILLED);
        assertThat(Path.of("/proc", Long.toString(pid))).doesNotExist();
    }

    /** SIGSTOP: none of its threads moves, and all of its connections stay open. */
    void freeze() {
        HeadraceProcess.signal("STOP", process.pid());
        Awaitility.await(name + " stands still").atMost(TO_BE_SEEN).until(this::isFrozen);
    }

    /** SIGCONT. */
    void thaw() {
        assertThat(isFrozen()).as("%s stood still until now", name).isTrue();
        HeadraceProcess.signal("CONT", process.pid());
        Awaitility.await(name + " moves").atMost(TO_BE_SEEN).until(() -> !isFrozen());
    }

    /** Whether it has sessions. */
    boolean isConnected() {
        return network.connections() > 0;
    }

    /** Cuts its network: its sessions fall silent, and it is refused new ones. */
    void cutOff() {
        assertThat(network.cut()).as("connections of %s that are cut", name).isPositive();
        isCutOff = true;
        Awaitility.await(name + " is cut off").atMost(TO_BE_SEEN).until(network::refusesConnections);
    }

    void reconnect() {
        isCutOff = false;
        network.mend();
        assertThat(network.refusesConnections()).as("%s is cut off", name).isFalse();
    }

    /** Whether it, or the database, has said anything since it was cut off. */
    boolean isUnheard() {
        return network.holdsSomethingBack();
    }

    /** SIGTERM, and does not wait. */
    void terminate() {
        HeadraceProcess.signal("TERM", process.pid());
    }

    void awaitExit() {
        process.awaitExit();
    }

    /** Undoes what was done to it, and launches it if it is gone. */
    void mend() {
        if (isCutOff) {
            reconnect();
        }
        if (!process.isAlive()) {
            launch();
        } else if (isFrozen()) {
            thaw();
        }
    }

    private boolean isFrozen() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // pid (command) state …
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it whatever state it is in. */
    @Override
    public void close() {
        if (process.isAlive()) {
            HeadraceProcess.signal("KILL", process.pid());
            process.awaitExit();
        }
        network.close();
    }
}
