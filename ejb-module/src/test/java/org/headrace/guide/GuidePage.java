package org.headrace.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the guide, whose code is that of this package. */
record GuidePage(String text) {

    private static final Pattern BLOCK =
            Pattern.compile("^```(java|sql)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    static GuidePage named(String name) throws IOException {
        return new GuidePage(Files.readString(Path.of("..", "docs", "guide", name)));
    }

    /** From a heading to the next one. */
    GuidePage section(String heading) {
        int begin = text.indexOf(heading);
        if (begin < 0) {
            throw new AssertionError("No section " + heading);
        }
        int end = text.indexOf("\n## ", begin + heading.length());
        return new GuidePage(text.substring(begin, end < 0 ? text.length() : end));
    }

    List<String> blocks() {
        return BLOCK.matcher(text).results().map(r -> r.group(2)).toList();
    }

    /** Of this package, but for the tests themselves. */
    static List<String> sources() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String folder : List.of("java", "resources")) {
            try (Stream<Path> files = Files.list(Path.of("src", "test", folder, "org", "headrace", "guide"))) {
                for (Path file : files.toList()) {
                    if (!file.toString().endsWith("Test.java")) {
                        sources.add(Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }
}
