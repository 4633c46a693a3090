package org.headrace.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads pieces of YAML, and writes a whole. */
final class Yamls {

    private Yamls() {}

    /** The pieces of a directory, one laid over the other in order of name. */
    static Tree readAll(Path directory) throws IOException {
        List<Path> pieces;
        try (Stream<Path> files = Files.list(directory)) {
            pieces = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        Tree whole = new Tree();
        for (Path piece : pieces) {
            Object read = Tree.of(reader().load(Files.readString(piece)));
            if (!(read instanceof Tree tree)) {
                throw new IllegalStateException(piece + " must be an object");
            }
            whole.merge(tree);
        }
        return whole;
    }

    static String write(Tree document) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDereferenceAliases(true);
        options.setAllowUnicode(true);
        options.setWidth(120);
        options.setSplitLines(false);
        return new Yaml(options).dump(document);
    }

    private static Yaml reader() {
        var dumping = new DumperOptions();
        var loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(loading), new Representer(dumping), dumping, loading, new JsonValues());
    }

    /** Times, and words such as {@code on}, stay text. */
    private static final class JsonValues extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|false"), "tf");
            addImplicitResolver(Tag.INT, Pattern.compile("-?[0-9]+"), "-0123456789");
            addImplicitResolver(Tag.FLOAT, Pattern.compile("-?[0-9]+\\.[0-9]+"), "-0123456789");
            addImplicitResolver(Tag.NULL, Pattern.compile("null"), "n");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }
}
