package org.headrace.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeApiTest {

    private static final String SHARED =
            """
            openapi: 3.1.0
            x-problem-types: org.headrace.openapi.ThingsResource$Failure
            components:
              parameters:
                limit: {name: limit, in: query, schema: {type: integer}}
                things.kind: {name: kind, in: path, required: true, schema: {enum: [big, small]}}
              schemas:
                Thing:
                  x-record: org.headrace.openapi.ThingsResource$Thing
                  properties: {name: {description: What it is called.}}
                Colour: {x-labels: org.headrace.openapi.ThingsResource$Colour}
            """;

    private static final String PATHS =
            """
            paths:
              /api/things/{kind}:
                get:
                  responses:
                    200: {description: It., x-of: Thing, x-paged: true, example: {name: "2026-01-31T12:00:00Z"}}
                  x-problems: [gone]
                delete: {}
              /api/things/{kind}/parts:
                post:
                  x-body: {of: Colour}
                  responses: {200: {description: It., x-of: Thing}}
              /other:
                get: {responses: {200: {description: Not ours.}}}
            """;

    @TempDir
    Path directory;

    @Test
    void resourcesTellParametersAndRecordsAndPiecesTheRest() throws Exception {
        Tree document = describe(SHARED, PATHS);

        Tree get = document.tree("paths").tree("/api/things/{kind}").tree("get");
        assertThat(get.get("operationId")).isEqualTo("things.read");
        assertThat(get.list("parameters"))
                .containsExactly(
                        Tree.with("$ref", "#/components/parameters/things.kind"),
                        Tree.with("$ref", "#/components/parameters/limit"));
        Tree answers = get.tree("responses");
        assertThat(answers.tree("200").tree("headers")).containsKey("Link");
        assertThat(answers.tree("200").tree("content").tree("application/json").get("schema"))
                .isEqualTo(Tree.with("$ref", "#/components/schemas/Thing"));
        assertThat(answers.tree("410").tree("content")).containsKey("application/problem+json");
        assertThat(answers.get("default")).isEqualTo(Tree.with("$ref", "#/components/responses/Problem"));
        assertThat(document.tree("paths")
                        .tree("/api/things/{kind}")
                        .tree("delete")
                        .tree("responses"))
                .containsKey("204");
        Tree schemas = document.tree("components").tree("schemas");
        Tree thing = schemas.tree("Thing");
        assertThat(thing.get("required")).isEqualTo(List.of("name", "size", "owner", "parts", "counts"));
        assertThat(thing.tree("properties").tree("name"))
                .isEqualTo(Tree.with("type", "string").and("description", "What it is called."));
        assertThat(thing.tree("properties").tree("owner").get("type")).isEqualTo(List.of("string", "null"));
        assertThat(thing.tree("properties").tree("seen").get("format")).isEqualTo("date-time");
        assertThat(thing.tree("properties").tree("parts").tree("items").tree("properties"))
                .containsKey("whole");
        assertThat(schemas.tree("Colour").get("enum")).isEqualTo(List.of("Red"));
        assertThat(schemas.tree("ProblemType").get("enum")).isEqualTo(List.of("urn:test:gone"));
    }

    @Test
    void bothFormsSayTheSameAndATimeStaysAText() throws Exception {
        Path output = directory.resolve("out/api");
        write(SHARED, PATHS);
        DescribeApi.main(new String[] {directory.toString(), classes().toString(), "/api", output.toString()});

        assertThat(Files.readString(directory.resolve("out/api.yaml"))).contains("name: '2026-01-31T12:00:00Z'");
        assertThat(Files.readString(directory.resolve("out/api.json")))
                .contains("\"name\": \"2026-01-31T12:00:00Z\"")
                .contains("\"200\": {");
    }

    @Test
    void whatIsNotDescribedIsNamed() {
        assertThatThrownBy(() -> describe(SHARED, PATHS.replace("post:", "put:")))
                .hasMessageContaining("POST /api/things/{kind}/parts (things.add) is not described")
                .hasMessageContaining("put /api/things/{kind}/parts is described, but no resource has it");
        assertThatThrownBy(() -> describe(SHARED.replace("limit: {name: limit", "most: {name: most"), PATHS))
                .hasMessageContaining("the query parameter limit is not described");
        assertThatThrownBy(() -> describe(SHARED, PATHS.replace("      x-body: {of: Colour}\n", "")))
                .hasMessageContaining("its body is not described");
        assertThatThrownBy(() -> describe(SHARED, PATHS.replace("delete: {}", "delete: {x-body: {of: Colour}}")))
                .hasMessageContaining("it takes no body");
        assertThatThrownBy(() -> describe(SHARED, PATHS.replace("x-problems: [gone]", "x-problems: [lost]")))
                .hasMessageContaining("There is no problem lost");
        assertThatThrownBy(() -> describe(SHARED, PATHS.replace("200: {description: It., x-of: Thing}", "400: {}")))
                .hasMessageContaining("it is not said what it answers");
        assertThatThrownBy(() -> describe(
                        SHARED,
                        PATHS.replace("delete: {}", "delete: {parameters: [{name: colour, in: query, schema: {}}]}")))
                .hasMessageContaining("it takes no query parameter colour");
    }

    private Tree describe(String... pieces) throws Exception {
        write(pieces);
        return DescribeApi.describe(directory, classes(), "/api");
    }

    private void write(String... pieces) throws IOException {
        for (int i = 0; i < pieces.length; i++) {
            Files.writeString(directory.resolve(i + ".yaml"), pieces[i]);
        }
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(ThingsResource.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
