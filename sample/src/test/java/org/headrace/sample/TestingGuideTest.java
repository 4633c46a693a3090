package org.headrace.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide to testing prints the example's own tests. */
class TestingGuideTest {

    private static final Path PAGE = Path.of("..", "docs", "guide", "testing.md");
    private static final Path TESTS = Path.of("src", "test", "java", "org", "headrace", "sample");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everyBlockOfJavaIsThatOfATest() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        assertThat(blocks).hasSize(10);

        List<String> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tests.add(Files.readString(file));
            }
        }
        for (String code : blocks) {
            assertThat(tests).as("a test that holds:%n%s", code).anyMatch(source -> source.contains(code));
        }
    }
}
