package org.headrace.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The commands of the guide to deploying; what it prints is what runs. */
public final class Guide {

    private static final String PAGE = "docs/guide/deploying.md";

    private Guide() {}

    /** The one block of commands under a heading. */
    public static String commandsUnder(String heading) {
        Pattern section = Pattern.compile(
                "^#+ " + Pattern.quote(heading) + "\\n(?:(?!#|```)[^\\n]*\\n)*```bash\\n(.*?)```",
                Pattern.DOTALL | Pattern.MULTILINE);
        List<String> found = section.matcher(page())
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks of commands under \"" + heading + "\" in " + PAGE);
        }
        return found.get(0);
    }

    /** What a page would have somebody ask PostgreSQL, in order. */
    static List<String> queriesOf(String page) {
        return Pattern.compile("```sql\\n(.*?)```", Pattern.DOTALL)
                .matcher(text(page))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    private static String page() {
        return text(PAGE);
    }

    private static String text(String page) {
        try {
            return Files.readString(Places.ROOT.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
