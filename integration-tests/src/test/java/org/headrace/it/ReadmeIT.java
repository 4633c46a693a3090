package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README prints works as printed. */
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

    /** The test runs in the one, and starts the other. */
    private static final List<String> RUN_ELSEWHERE = List.of("./run", "mvn verify");

    @Test
    void everyCommandWorksAsPrinted() throws Exception {
        try (HeadraceProcess server = HeadraceProcess.start(HeadraceProcess.newDataDirectory("readme"))) {
            List<String> commands = new ArrayList<>(blocks("bash"));
            assertThat(commands).containsAll(RUN_ELSEWHERE);
            commands.removeAll(RUN_ELSEWHERE);
            assertThat(commands).hasSizeGreaterThan(3);
            for (String command : commands) {
                String output = bash(command.replace("localhost:6001", "localhost:" + server.port()));
                assertThat(output).as(command).contains("{").doesNotContain("urn:headrace:problem");
            }
            assertThat(server.api().getObject("/api/streams/Orders/events").getInt("head"))
                    .isEqualTo(2);
        }
    }

    @Test
    void theCodeShownIsTheSamplesOwn() throws IOException {
        String source = Files.readString(HeadraceProcess.ROOT.resolve(
                "sample/src/main/java/org/headrace/sample/users/UserStatisticsProjection.java"));

        assertThat(blocks("java")).hasSize(1).allSatisfy(block -> assertThat(source)
                .contains(block));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(readme());
        List<String> targets = link.results().map(r -> r.group(1)).toList();

        assertThat(targets).isNotEmpty().allSatisfy(target -> assertThat(HeadraceProcess.ROOT.resolve(target))
                .exists());
    }

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(readme())
                .results()
                .filter(r -> r.group(1).equals(language))
                .map(r -> r.group(2).strip())
                .toList();
    }

    private static String readme() throws IOException {
        return Files.readString(HeadraceProcess.ROOT.resolve("README.md"));
    }

    private static String bash(String command) throws IOException, InterruptedException {
        Path nothing = Path.of("/dev/null");
        Process process = new ProcessBuilder("bash", "-euo", "pipefail", "-c", command)
                .directory(HeadraceProcess.ROOT.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(nothing.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(command).isZero();
        return output;
    }
}
