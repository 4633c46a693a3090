package org.headrace.server;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.ClusterCommandResult;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Payara Micro in this process, with one application and its data source. */
final class PayaraServer {

    private static final String LISTENER =
            "configs.config.server-config.network-config.network-listeners.network-listener.http-listener.";

    /** Four times this is what Payara keeps for a client that does not read; else it is ten megabytes. */
    private static final String WRITE_BUFFER =
            "configs.config.server-config.network-config.transports.transport.tcp.socket-write-buffer-size=65536";

    /** The name that Payara Micro gives to its shutdown hook. */
    static final String HOOK = "Payara Micro Shutdown Hook";

    private static final String APPLICATION = "headrace";
    private static final Duration STOP_ALLOWED = Duration.ofSeconds(60);

    private final Path runtime;
    private final Path logs;
    private volatile @Nullable PayaraMicroRuntime running;

    PayaraServer(Path runtime, Path logs) {
        this.runtime = runtime;
        this.logs = logs;
    }

    /**
     * Starts the server, without an application.
     *
     * @param database what jdbc/headrace leads to; nothing connects until the application does
     * @throws StartupFailure if it does not start
     */
    void start(Settings settings, Database database, String version) {
        try {
            Path unpacked = runtime.resolve("payara-" + version);
            Path complete = unpacked.resolve(".complete");
            if (Files.notExists(complete)) {
                DeleteTree.at(unpacked);
                Files.createDirectories(unpacked);
            }
            // the server's own configuration is made anew at each start: it is all in our settings
            Path instance = runtime.resolve("instance");
            DeleteTree.at(instance);
            Files.createDirectories(instance);

            PayaraMicro.setUpackedJarDir(unpacked.toFile());
            PayaraMicro.unpackJars();
            PayaraMicro micro = PayaraMicro.getInstance();
            micro.setRootDir(instance.toFile());
            micro.setLogPropertiesFile(ServerLog.configure(runtime, logs).toFile());
            micro.setHttpPort(settings.port());
            micro.setNoCluster(true);
            micro.setPreBootHandler(commands -> configure(commands, settings, database));
            running = micro.bootStrap();
            Files.writeString(complete, version);
        } catch (IOException | BootstrapException refused) {
            throw StartupFailure.because(
                    "Payara does not start: " + StartupFailure.reason(refused) + " (see " + ServerLog.newest(logs)
                            + ")",
                    refused);
        }
    }

    /** @throws StartupFailure if the application cannot be deployed, with the cause */
    void deploy(Path war) {
        PayaraMicroRuntime server = running;
        DeploymentTrouble.forget();
        if (server == null
                || !server.deploy(APPLICATION, "/", war.toFile())
                // it also answers yes for an application that failed while it was loaded
                || !server.getDeployedApplicationNames().contains(APPLICATION)) {
            throw StartupFailure.because("The application does not start: " + DeploymentTrouble.told() + " (see "
                    + ServerLog.newest(logs) + ")");
        }
    }

    /** Undeploys the application and stops the server; returns when that is done. */
    void stop() {
        // its log is closed by now, and what it says while stopping would go to the console
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        System.setErr(System.out);
        PayaraMicroRuntime server = running;
        if (server != null) {
            try {
                server.shutdown();
            } catch (BootstrapException | IllegalStateException stoppedByItsOwnHook) {
                // awaited below
            }
        }
        awaitItsOwnHook();
    }

    /** Payara stops itself in a shutdown hook of its own, which runs beside ours: both must be through. */
    private static void awaitItsOwnHook() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(HOOK)) {
                try {
                    thread.join(STOP_ALLOWED.toMillis());
                } catch (InterruptedException hurried) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private static void configure(AdminCommandRunner commands, Settings settings, Database database) {
        run(commands, "set", LISTENER + "address=" + settings.host());
        // without clustering Hazelcast still opens a port to the network, and setNoHazelcast does not reach it
        run(commands, "set", "configs.config.server-config.hazelcast-config-specific-configuration.enabled=false");
        run(commands, "set", "configs.config.server-config.ejb-container.ejb-timer-service.ejb-timer-service=Dummy");
        run(commands, "set", "configs.config.server-config.phone-home-runtime-configuration.enabled=false");
        run(commands, "set", WRITE_BUFFER);
        run(commands, "create-jdbc-connection-pool", DataSourceCommand.poolArguments(database));
        run(commands, "create-jdbc-resource", DataSourceCommand.resourceArguments());
    }

    private static void run(AdminCommandRunner commands, String command, String... arguments) {
        ClusterCommandResult result = commands.run(command, arguments);
        if (result.getExitStatus() == ClusterCommandResult.ExitStatus.FAILURE) {
            Throwable cause = result.getFailureCause();
            // not the arguments, which hold the password
            throw StartupFailure.because("Payara refuses " + command + ": "
                    + (cause == null ? result.getOutput() : StartupFailure.reason(cause)));
        }
    }
}
