package org.headrace.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.headrace.it.server.Places;

/**
 * A page of the documentation.
 *
 * @param path from the root of the repository
 */
record Page(String path) {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    String text() throws IOException {
        return Files.readString(Places.ROOT.resolve(path));
    }

    /** What its blocks of a language hold, in order. */
    List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(text())
                .results()
                .filter(r -> r.group(1).equals(language))
                .map(r -> r.group(2).strip())
                .toList();
    }

    /** Where it leads within the repository. */
    List<String> links() throws IOException {
        return LINK.matcher(text()).results().map(r -> r.group(1)).toList();
    }
}
