package org.headrace.web.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** The document that the build has made. */
final class Described {

    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private Described() {}

    static String text(String format) {
        try (InputStream in = Described.class.getResourceAsStream("/headrace/openapi." + format)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json() {
        try {
            return new ObjectMapper().readTree(text("json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code GET /api/streams}, and so on. */
    static Set<String> operations(JsonNode document) {
        Set<String> found = new TreeSet<>();
        eachOperation(document, (name, operation) -> found.add(name));
        return found;
    }

    static void eachOperation(JsonNode document, BiConsumer<String, JsonNode> consumer) {
        document.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fields().forEachRemaining(member -> {
                    if (VERBS.contains(member.getKey())) {
                        consumer.accept(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue());
                    }
                }));
    }

    /** What is wrong with the examples that stand beside schemas. */
    static List<String> wrongExamples(JsonNode document) {
        List<String> wrong = new ArrayList<>();
        eachExample(document, document, "", (where, pair) -> {
            for (ValidationMessage message : schema(document, pair.schema()).validate(pair.example())) {
                wrong.add(where + ": " + message.getMessage());
            }
        });
        return wrong;
    }

    static int examples(JsonNode document) {
        List<String> all = new ArrayList<>();
        eachExample(document, document, "", (where, pair) -> all.add(where));
        return all.size();
    }

    private record Pair(JsonNode schema, JsonNode example) {}

    private static void eachExample(JsonNode document, JsonNode node, String where, BiConsumer<String, Pair> consumer) {
        JsonNode schema = node.get("schema");
        if (schema != null && schema.isObject()) {
            if (node.has("example")) {
                consumer.accept(where, new Pair(schema, node.get("example")));
            }
            if (node.has("examples")) {
                node.get("examples").fields().forEachRemaining(named -> {
                    JsonNode example = named.getValue();
                    if (example.has("$ref")) {
                        example = document.at(example.get("$ref").asText().substring(1));
                    }
                    consumer.accept(where + "/" + named.getKey(), new Pair(schema, example.get("value")));
                });
            }
        }
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(member ->
                            eachExample(document, member.getValue(), where + "/" + member.getKey(), consumer));
        } else if (node.isArray()) {
            node.forEach(element -> eachExample(document, element, where + "/-", consumer));
        }
    }

    /** With the document's components, which it may refer to. */
    private static JsonSchema schema(JsonNode document, JsonNode schema) {
        var whole = new ObjectMapper().createObjectNode();
        whole.set("components", document.get("components"));
        whole.setAll((ObjectNode) schema);
        var config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole, config);
    }
}
