package org.headrace.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes the OpenAPI 3.1 document of a module: its JAX-RS resources, and what pieces of YAML say of them. Fails where a
 * resource is not described, or something is described that no resource has.
 */
public final class DescribeApi {

    private DescribeApi() {}

    /**
     * Takes the directory of the pieces, the directory of the module's classes, the path that its resources are below,
     * such as {@code /api}, and where to write to, without {@code .yaml} and {@code .json}.
     *
     * @throws IllegalStateException naming all that is missing, too much or wrong
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException(
                    "Give the directory of the pieces, the directory of the classes, the base path and the output");
        }
        Tree document = describe(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        Path output = Path.of(arguments[3]).toAbsolutePath();
        Files.createDirectories(output.resolveSibling("."));
        Files.writeString(output.resolveSibling(output.getFileName() + ".yaml"), Yamls.write(document));
        Files.writeString(output.resolveSibling(output.getFileName() + ".json"), Json.write(document));
    }

    /** The document. */
    static Tree describe(Path pieces, Path classes, String base) throws IOException {
        Tree document = Yamls.readAll(pieces);
        List<ResourceMethod> methods = ResourceMethod.allIn(classes, base);
        Findings findings = new Findings();
        new RecordSchemas(DescribeApi.class.getClassLoader()).fillIn(document);
        new Operations(document, base, findings).complete(methods);
        findings.failIfAny();
        return document;
    }
}
