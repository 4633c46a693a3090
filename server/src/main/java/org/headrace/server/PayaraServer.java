package org.headrace.server;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroBoot;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Payara Micro with the application, in this process. */
final class PayaraServer implements AutoCloseable {

    private final PayaraMicroRuntime runtime;

    private PayaraServer(PayaraMicroRuntime runtime) {
        this.runtime = runtime;
    }

    /**
     * Starts it and deploys the application. The data source's settings are read from system properties, so that no
     * password stands in a file.
     *
     * @throws StartupFailure when the server or the application does not start
     */
    static PayaraServer start(DataDirectory directory, Settings settings) {
        Path runtime = directory.directory("runtime");
        Path log = directory.directory("logs").resolve("server.log");
        try {
            Path application = runtime.resolve("headrace.war");
            Bundle.application(application);
            List<String> arguments = List.of(
                    "--port",
                    Integer.toString(settings.port()),
                    "--nocluster",
                    "--nohazelcast",
                    "--disablephonehome",
                    "--contextroot",
                    "/",
                    "--unpackdir",
                    Files.createDirectories(runtime.resolve("payara")).toString(),
                    "--logproperties",
                    Files.writeString(runtime.resolve("logging.properties"), logging(log))
                            .toString(),
                    "--prebootcommandfile",
                    Files.writeString(runtime.resolve("payara.txt"), commands(settings))
                            .toString(),
                    "--deploy",
                    application.toString());
            PayaraMicroBoot boot = PayaraMicroLauncher.create(arguments.toArray(String[]::new));
            var server = new PayaraServer(boot.getRuntime());
            server.requireDeployed(log);
            return server;
        } catch (StartupFailure e) {
            throw e;
        } catch (Exception e) {
            throw StartupFailure.failure(
                    "The application server did not start: " + e.getMessage() + " (see " + log + ")", e);
        }
    }

    /** Undeploys and stops. */
    @Override
    public void close() {
        try {
            runtime.shutdown();
        } catch (BootstrapException alreadyStopping) {
            System.getLogger(PayaraServer.class.getName())
                    .log(System.Logger.Level.DEBUG, "The server is stopping already", alreadyStopping);
        }
    }

    private void requireDeployed(Path log) throws IOException {
        if (runtime.getDeployedApplicationNames().isEmpty()) {
            String cause = FailureCause.in(log);
            close();
            throw StartupFailure.failure("The application was not deployed: " + cause + " (see " + log + ")");
        }
    }

    private static String commands(Settings settings) {
        return String.join(
                "\n",
                "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address="
                        + settings.host(),
                "create-jdbc-connection-pool --restype javax.sql.DataSource"
                        + " --datasourceclassname org.postgresql.ds.PGSimpleDataSource"
                        + " --steadypoolsize 0 --maxpoolsize 30 --poolresize 5 --isolationlevel read-committed"
                        + " --isisolationguaranteed=false --isconnectvalidatereq=true --validationmethod custom-validation"
                        + " --validationclassname org.glassfish.api.jdbc.validation.PostgresConnectionValidation"
                        + " --property url=\\${headrace.pool.url}:user=\\${headrace.pool.user}"
                        + ":password=\\${headrace.pool.password}:tcpKeepAlive=true:socketTimeout=60:connectTimeout=10"
                        + ":ApplicationName=headrace headracePool",
                "create-jdbc-resource --connectionpoolid headracePool jdbc/headrace",
                "");
    }

    private static String logging(Path log) {
        return String.join(
                "\n",
                "handlers=java.util.logging.FileHandler,java.util.logging.ConsoleHandler",
                "java.util.logging.FileHandler.pattern=" + log.toString().replace("%", "%%"),
                "java.util.logging.FileHandler.limit=20000000",
                "java.util.logging.FileHandler.count=3",
                "java.util.logging.FileHandler.formatter=java.util.logging.SimpleFormatter",
                "java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n",
                "java.util.logging.ConsoleHandler.level=INFO",
                "java.util.logging.ConsoleHandler.filter=" + ConsoleLines.class.getName(),
                "java.util.logging.ConsoleHandler.formatter=" + ConsoleLines.class.getName(),
                ".level=INFO",
                "");
    }
}
