package org.headrace.it.payara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.headrace.it.Api;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.FreshDatabase;
import org.headrace.it.server.Guide;
import org.headrace.it.server.Places;
import org.headrace.it.server.Shell;
import org.postgresql.Driver;

/** A new domain of a Payara Server as it is unpacked, set up and started by the guide's commands, on free ports. */
final class PayaraServer implements ApplicationServer {

    private static final Path HOME = Path.of(System.getProperty("headrace.it.server", "target/server"));
    private static final String DOMAIN = "tests";

    private static final String DELIVERED_BY_GUIDE = "ear/target/headrace.ear";

    private static final Pattern ATTRIBUTE = Pattern.compile(" [\\w:-]+=\"[^\"]*\"");

    /** All ports of a domain are within a hundred from {@code --portbase}. */
    private static final int PORTS = 100;

    private static final int ADMIN = 48;

    private static final int HTTP = 80;

    /** What the scripts write, by words of it. */
    private static final List<String> OURS = List.of("headrace", "postgresql", "socket-write-buffer-size");

    private final Path domains;
    private final Shell usual;
    private Shell shell;
    private final int portBase = Places.freePorts(PORTS);

    /** What the domain was before it was set up. */
    private List<String> fresh = List.of();

    private PayaraServer(FreshDatabase database, Map<String, String> settings) {
        Path directory = Places.newDirectory("payara");
        domains = directory.resolve("domains");
        Map<String, String> environment = new HashMap<>(database.environment());
        environment.put("PAYARA_HOME", HOME.toString());
        environment.put("POSTGRESQL_JAR", Places.jarOf(Driver.class).toString());
        environment.put("HEADRACE_SAMPLE_GATEWAY", api().base() + "/api/gateway");
        // What is tested elsewhere needs no login.
        environment.put("HEADRACE_SECURITY", "open");
        usual = new Shell(environment, directory);
        shell = usual.with(settings);
        shell.run("\"$PAYARA_HOME/bin/asadmin\" --user admin create-domain --nopassword --portbase " + portBase
                + " --domaindir " + domains + " " + DOMAIN);
        // For arquillian.xml, whose server is the first.
        System.getProperties().putIfAbsent("headrace.it.payara.admin", Integer.toString(portBase + ADMIN));
        System.getProperties().putIfAbsent("headrace.it.payara.http", Integer.toString(portBase + HTTP));
    }

    static PayaraServer start(FreshDatabase database, Map<String, String> settings) {
        var server = new PayaraServer(database, settings);
        try {
            server.run("Start Payara");
            server.fresh = server.configuration();
            server.run("Set Payara up");
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + (portBase + HTTP) + "/headrace"));
    }

    @Override
    public void deploy(Path ear) {
        shell.run(commands("Deploy to Payara").replace(DELIVERED_BY_GUIDE, ear.toString()));
    }

    @Override
    public void undeploy() {
        run("Undeploy from Payara");
    }

    @Override
    public void restart() {
        close();
        run("Start Payara");
    }

    @Override
    public void restart(Map<String, String> settings) {
        shell = usual.with(settings);
        restart();
    }

    @Override
    public void stop() {
        ProcessHandle java = ProcessHandle.of(pid()).orElseThrow();
        run("Stop Payara");
        ApplicationServer.awaitEnd(java);
    }

    /** As the domain itself writes it down. */
    @Override
    public long pid() {
        try {
            return Long.parseLong(Files.readString(domains.resolve(DOMAIN).resolve("config/pid"))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void addUser(String name, String password, String... groups) {
        String commands = Guide.commandsUnder("Add a user to Payara")
                .replace("--port 4848", "--port " + (portBase + ADMIN))
                .replace("headrace-operator:headrace-writer ada", String.join(":", groups) + " " + name);
        usual.with(Map.of("HEADRACE_USER_PASSWORD", password)).run(commands);
    }

    @Override
    public String leftByUndo() {
        run("Undo the set-up of Payara");
        close();
        List<String> left = configuration();
        run("Start Payara");
        run("Set Payara up");
        return differences(fresh, left);
    }

    /** The lines of {@code domain.xml}, and what is in the domain's library. */
    private List<String> configuration() {
        Path domain = domains.resolve(DOMAIN);
        try (Stream<String> configuration = Files.lines(domain.resolve("config/domain.xml"));
                Stream<Path> library = Files.walk(domain.resolve("lib"))) {
            return Stream.concat(
                            configuration.map(PayaraServer::inOrder),
                            library.filter(Files::isRegularFile)
                                    .map(file -> domain.relativize(file).toString())
                                    .sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An element with its attributes in order of name: Payara writes them in any. */
    private static String inOrder(String line) {
        Matcher attribute = ATTRIBUTE.matcher(line);
        String attributes = attribute.results().map(MatchResult::group).sorted().collect(Collectors.joining());
        return attribute.replaceAll("") + attributes;
    }

    /**
     * What of ours there is more of, and whatever there is less of, line by line. Payara itself adds to its configuration
     * when an application first uses a part of it.
     */
    private static String differences(List<String> before, List<String> after) {
        List<String> gone = new ArrayList<>(before);
        List<String> ours = new ArrayList<>();
        for (String line : after) {
            if (!gone.remove(line) && OURS.stream().anyMatch(line::contains)) {
                ours.add("+ " + line.strip());
            }
        }
        return Stream.concat(gone.stream().map(line -> "- " + line.strip()), ours.stream())
                .collect(Collectors.joining("\n"));
    }

    private void run(String heading) {
        shell.run(commands(heading));
    }

    /** The guide's, for this server. */
    private String commands(String heading) {
        return Guide.commandsUnder(heading)
                .replace("--port 4848", "--port " + (portBase + ADMIN))
                .replace("domain1", "--domaindir " + domains + " " + DOMAIN);
    }

    /** The domain is a process of its own that outlives the command that started it. */
    @Override
    public void close() {
        shell.run("\"$PAYARA_HOME/bin/asadmin\" stop-domain --force --kill --domaindir " + domains + " " + DOMAIN);
    }
}
