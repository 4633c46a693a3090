package org.headrace.it.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A Dockerfile's instructions, in order. */
record Dockerfile(Path path, List<Instruction> instructions) {

    /**
     * An instruction.
     *
     * @param name in capitals
     * @param rest what follows it, on one line
     */
    record Instruction(String name, String rest) {

        /** The words that are no options. */
        List<String> words() {
            return Stream.of(rest.split("\\s+"))
                    .filter(w -> !w.startsWith("--"))
                    .toList();
        }

        boolean has(String option) {
            return Stream.of(rest.split("\\s+")).anyMatch(w -> w.startsWith(option));
        }
    }

    static Dockerfile read(Path path) throws IOException {
        List<Instruction> found = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        for (String line : Files.readAllLines(path)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean goesOn = line.endsWith("\\");
            joined.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
            if (!goesOn) {
                String text = joined.toString().strip();
                int blank = text.indexOf(' ');
                found.add(new Instruction(
                        text.substring(0, blank), text.substring(blank).strip()));
                joined.setLength(0);
            }
        }
        if (!joined.isEmpty()) {
            throw new AssertionError(path + " ends within an instruction: " + joined);
        }
        return new Dockerfile(path, List.copyOf(found));
    }

    List<Instruction> all(String name) {
        return instructions.stream().filter(i -> i.name().equals(name)).toList();
    }

    /** Those of the image that it makes: what follows the last FROM. */
    List<Instruction> last(String name) {
        int from = instructions.lastIndexOf(all("FROM").get(all("FROM").size() - 1));
        return instructions.subList(from, instructions.size()).stream()
                .filter(i -> i.name().equals(name))
                .toList();
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
