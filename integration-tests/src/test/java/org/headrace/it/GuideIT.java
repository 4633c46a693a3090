package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.headrace.it.cluster.TcpProxy;
import org.headrace.it.hub.NodeScripts;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the guides print runs as printed, or is the sample's own. */
@ExtendWith(SharedServer.class)
class GuideIT {

    private static final Page CLIENTS = new Page("docs/guide/clients.md");
    private static final Page SERVER_SENT_EVENTS = new Page("docs/guide/server-sent-events.md");
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Pattern ENDED = Pattern.compile("Order (ORD-\\S+): Completed, 3/3");

    @Test
    void theClientOfTheHttpApiFulfilsAnOrder(HeadraceProcess server) throws Exception {
        Path output = output("fulfil-");
        Process process = program("Fulfil", 0, "http://127.0.0.1:" + server.port(), output);

        assertThat(process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed).containsPattern(ENDED).contains("{\"state\":\"Completed\"}");
        var order = ENDED.matcher(printed);
        assertThat(order.find()).isTrue();
        assertThat(server.api().getObject("/api/orders/" + order.group(1)).getString("shipment"))
                .isEqualTo("created");
    }

    @Test
    void theClientOfTheHubFollowsAStream(Api api, HeadraceProcess server) throws Exception {
        Path output = output("follow-");
        Process process = program("Follow", 1, "ws://127.0.0.1:" + server.port() + "/hubs/events", output);
        try {
            for (String name : List.of("Earlier", "Later")) {
                addUser(api, name);
                awaitIn(output, "\"name\":\"" + name + "\"");
            }
        } finally {
            process.destroy();
        }
    }

    @Test
    void theClientOfSignalRGoesOnAfterABreak(Api api, HeadraceProcess server) throws Exception {
        Path output = output("watch-");
        try (var network = new TcpProxy(server.port())) {
            Process process = program("Watch", 2, "http://127.0.0.1:" + network.port() + "/hubs/events", output);
            try {
                addUser(api, "Watched");
                awaitIn(output, "name=Watched");
                network.breakConnections();
                addUser(api, "Missed");
                awaitIn(output, "name=Missed");
                assertThat(Files.readString(output)).containsOnlyOnce("name=Watched");
            } finally {
                process.destroy();
            }
        }
    }

    @Test
    void theClientsOfServerSentEventsFollowAStream(Api api, HeadraceProcess server) throws Exception {
        Path output = output("events-");
        String script = SERVER_SENT_EVENTS.blocks("javascript").get(0);
        Process java = program(
                "Events", SERVER_SENT_EVENTS.blocks("java").get(0), "http://127.0.0.1:" + server.port(), output);
        try (NodeScripts.Running node = NodeScripts.startText(
                "server-sent-events.mjs", script.replace("localhost:6001", "127.0.0.1:" + server.port()))) {
            for (String name : List.of("Before", "Afterwards")) {
                addUser(api, name);
                String event = "\"name\":\"" + name + "\"";
                Awaitility.await(name)
                        .atMost(DEADLINE)
                        .until(() -> Files.readString(output).contains(event)
                                && node.output().contains(event));
            }
        } finally {
            java.destroy();
        }
    }

    private static void addUser(Api api, String name) throws Exception {
        assertThat(api.postJson("/api/users", "{\"name\":\"" + name + "\",\"email\":\"a@example.org\"}")
                        .statusCode())
                .isEqualTo(201);
    }

    private static void awaitIn(Path output, String text) {
        Awaitility.await(text).atMost(DEADLINE).until(() -> Files.readString(output)
                .contains(text));
    }

    /** All but the start, which any code may do, are parts of classes. */
    @Test
    void theSagasShownAreTheSamplesOwn() throws IOException {
        List<String> shown = new Page("docs/guide/sagas.md").blocks("java");

        assertThat(shown).hasSize(6);
        assertThat(sample("orders/OrderFulfillment")).contains(shown.get(0));
        assertThat(sample("orders/Payments")).contains(shown.get(1));
        assertThat(sample("checkout/CardCheckout")).contains(shown.get(2)).contains(shown.get(5));
        assertThat(sample("checkout/CardPayments")).contains(shown.get(3));
        assertThat(shown.get(4)).contains("orchestrator.start(");
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Places.ROOT.resolve("sample/src/main/java/org/headrace/sample/" + name + ".java"));
    }

    /** Started from its source, as a person does. */
    private static Process program(String name, int block, String argument, Path output) throws IOException {
        return program(name, CLIENTS.blocks("java").get(block), argument, output);
    }

    private static Process program(String name, String text, String argument, Path output) throws IOException {
        Path source = Files.createTempDirectory(Files.createDirectories(Places.TARGET.resolve("it")), "guide-")
                .resolve(name + ".java");
        Files.writeString(source, text);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        source.toString(),
                        argument)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Path output(String name) throws IOException {
        return Files.createTempFile(Files.createDirectories(Places.TARGET.resolve("it")), name, ".out");
    }
}
