package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.headrace.it.hub.NodeScripts;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;

/** What the README prints works as printed. */
class ReadmeIT {

    private static final Page README = new Page("README.md");
    private static final Pattern SAGA = Pattern.compile("\"sagaId\":\"([^\"]+)\"");

    private static final String FIND = "/api/sagas?correlationId=";

    private static final String CHAOS = "mvn verify -pl integration-tests -am -Dtest=NONE"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ChaosIT -Dheadrace.test.chaos-seconds=300";

    /** The test starts the one, and runs in the others. */
    /** {@code SagaCrashMatrixTest} itself, which is run with a sample. */
    private static final String CRASHES = "mvn verify -pl ejb-module -am -Dtest=SagaCrashMatrixTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadrace.test.crash=all";

    private static final List<String> RUN_ELSEWHERE = List.of("./run", "mvn verify", CHAOS, CRASHES);

    @Test
    void everyCommandWorksAsPrinted() throws Exception {
        try (HeadraceProcess server = HeadraceProcess.start(Places.newDirectory("readme"))) {
            List<String> commands = new ArrayList<>(README.blocks("bash"));
            assertThat(commands).containsAll(RUN_ELSEWHERE);
            commands.removeAll(RUN_ELSEWHERE);
            List<String> sagas = run(commands, server);

            assertThat(server.api().getObject("/api/streams/Orders/events").getInt("head"))
                    .isEqualTo(2);
            assertThat(sagas).hasSize(3);
            assertEnded(server, sagas.get(0), "Completed", "ORD-001");
            assertEnded(server, sagas.get(1), "Compensated", "ORD-002");
            assertEnded(server, sagas.get(2), "Completed", "ORD-003");
            assertThat(server.output())
                    .containsSubsequence(
                            "Reserving inventory for order ORD-002",
                            "Payment authorization failed: Insufficient funds",
                            "Compensating: releasing inventory reservation",
                            "Saga 'order-fulfillment' compensation completed");
            assertTheHubsScriptPrintsTheUser(server);
        }
    }

    /** What they print is JSON and no refusal, but where the README says so. Returns the sagas that were started. */
    private static List<String> run(List<String> blocks, HeadraceProcess server) throws Exception {
        List<String> sagas = new ArrayList<>();
        for (String block : blocks) {
            String command = block.replace("localhost:6001", "localhost:" + server.port());
            if (command.contains("{sagaId}")) {
                String saga = sagas.get(sagas.size() - 1);
                if (!command.contains("/signals/")) {
                    Waiting.untilEnded(server.api(), saga);
                }
                command = command.replace("{sagaId}", saga);
            }
            if (command.contains(FIND)) {
                awaitDelivered(server, command);
            }
            String output = bash(command);
            assertThat(output).as(command).contains("{");
            if (command.contains("/cancel")) {
                assertThat(output).as(command).contains("\"status\":409");
            } else {
                assertThat(output).as(command).doesNotContain("urn:headrace:problem");
            }
            if (command.contains("/start ") || command.contains(FIND)) {
                sagas.add(SAGA.matcher(output)
                        .results()
                        .map((MatchResult r) -> r.group(1))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(output)));
            }
        }
        return sagas;
    }

    /** As a person does: looks again until the saga is there, and waits for its signal. */
    private static void awaitDelivered(HeadraceProcess server, String command) {
        String query = command.substring(command.indexOf(FIND), command.lastIndexOf('"'));
        Waiting.until(server.api(), query, page -> page.toString().contains("\"currentStep\":3,\"totalSteps\":4"));
    }

    private static void assertEnded(HeadraceProcess server, String saga, String state, String order) throws Exception {
        JsonObject status = server.api().getObject("/api/sagas/" + saga + "/status");
        assertThat(status.getString("state")).isEqualTo(state);
        assertThat(status.getString("correlationId")).isEqualTo(order);
    }

    private static void assertTheHubsScriptPrintsTheUser(HeadraceProcess server) throws Exception {
        List<String> scripts = README.blocks("javascript");
        assertThat(scripts).hasSize(1);
        String script = scripts.get(0).replace("localhost:6001", "127.0.0.1:" + server.port());
        try (NodeScripts.Running events = NodeScripts.startText("events.mjs", script)) {
            Awaitility.await("the event").atMost(Duration.ofMinutes(1)).until(() -> events.output()
                    .contains("[UserWorkflow] UserAdded:"));
        }
    }

    /** The commands to deploy are those of the guide, which the servers' own tests run. */
    @Test
    void theCommandsToDeployAreTheGuides() throws IOException {
        List<String> guide = new Page("docs/guide/deploying.md")
                .blocks("bash").stream()
                        .flatMap(block -> Arrays.stream(block.split("\n", -1)))
                        .toList();
        List<String> shown = README.blocks("sh");

        assertThat(shown).hasSize(1);
        assertThat(guide).containsSubsequence(shown.get(0).split("\n", -1));
    }

    @Test
    void theCodeShownIsTheSamplesOwn() throws IOException {
        List<String> shown = README.blocks("java");

        assertThat(shown).hasSize(2);
        assertThat(sample("users/UserStatisticsProjection.java")).contains(shown.get(0));
        assertThat(sample("orders/OrderFulfillment.java")).contains(shown.get(1));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        try (var guides = Files.list(Places.ROOT.resolve("docs/guide"))) {
            List<Page> pages = new ArrayList<>(List.of(README));
            guides.filter(Files::isRegularFile)
                    .forEach(guide ->
                            pages.add(new Page(Places.ROOT.relativize(guide).toString())));
            assertThat(pages).hasSizeGreaterThan(4);
            for (Page page : pages) {
                Path folder = Places.ROOT.resolve(page.path()).getParent();
                assertThat(page.links()).allSatisfy(target -> assertThat(folder.resolve(target))
                        .as("link of %s", page)
                        .exists());
            }
        }
    }

    private static String sample(String file) throws IOException {
        return Files.readString(Places.ROOT.resolve("sample/src/main/java/org/headrace/sample/" + file));
    }

    private static String bash(String command) throws IOException, InterruptedException {
        Path nothing = Path.of("/dev/null");
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
                .directory(Places.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(nothing.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return output;
    }
}
