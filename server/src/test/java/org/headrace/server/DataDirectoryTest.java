package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    Path temporary;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endThem() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void livingOwnerIsNamedAndAKilledOneIsForgotten() throws Exception {
        Path root = temporary.resolve("data");
        Process owner = own(root);
        assertThat(firstLine(owner)).isEqualTo("owned");

        Process second = own(root);
        assertThat(firstLine(second)).contains("in use", "process " + owner.pid(), "headrace.data-dir");
        assertThat(second.waitFor()).isEqualTo(1);

        owner.destroyForcibly().waitFor();
        assertThat(firstLine(own(root))).isEqualTo("owned");
    }

    @Test
    void ofTwoStartsAtOnceExactlyOneWins() throws Exception {
        Path root = temporary.resolve("contended");
        List<Process> contenders = List.of(own(root), own(root), own(root));
        List<String> answers = new ArrayList<>();
        for (Process contender : contenders) {
            answers.add(firstLine(contender));
        }
        assertThat(answers).filteredOn("owned"::equals).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.contains("in use")).hasSize(2);
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "not a directory");
        assertThatThrownBy(() -> DataDirectory.own(file)).isInstanceOfSatisfying(StartupFailure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(1);
            assertThat(failure.line()).contains(file.toString(), "cannot be written", "headrace.data-dir");
        });
    }

    private Process own(Path root) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnDataDirectory.class.getName(),
                        root.toString())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        return reader.readLine();
    }
}
