package org.headrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Calls a server and holds each answer against what an OpenAPI document of the server says of it. */
final class DescribedApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api;
    private final JsonNode document;
    private final Set<String> called = new TreeSet<>();

    DescribedApi(Api api, String path) throws IOException, InterruptedException {
        this.api = api;
        this.document = JSON.readTree(api.get(path).body());
        document.get("paths").forEach(DescribedApi::close);
        document.at("/components/schemas").forEach(DescribedApi::close);
    }

    /** An object that says what its members are may have no others here, so that none is left undescribed. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(DescribedApi::close);
    }

    /** The operations that there are, such as {@code GET /api/streams/{name}}. */
    Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> member.getValue().has("responses"))
                .forEach(verb -> all.add(verb.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return all;
    }

    /** The operations that were called and answered by 2xx. */
    Set<String> called() {
        return called;
    }

    JsonNode get(int status, String template, String... parameters) throws IOException, InterruptedException {
        return check(status, "get", template, api.get(filled(template, parameters)));
    }

    JsonNode post(int status, String body, String template, String... parameters)
            throws IOException, InterruptedException {
        return check(status, "post", template, api.postJson(filled(template, parameters), body));
    }

    JsonNode postAs(String type, int status, String body, String template, String... parameters)
            throws IOException, InterruptedException {
        return check(
                status, "post", template, api.post(filled(template, parameters), type, BodyPublishers.ofString(body)));
    }

    JsonNode delete(int status, String template, String... parameters) throws IOException, InterruptedException {
        return check(status, "delete", template, api.delete(filled(template, parameters)));
    }

    /** One parameter beyond the template's is the query. */
    private static String filled(String template, String... parameters) {
        String path = template;
        for (String parameter : parameters) {
            path = path.contains("{")
                    ? path.substring(0, path.indexOf('{')) + parameter + path.substring(path.indexOf('}') + 1)
                    : path + parameter;
        }
        return path;
    }

    private JsonNode check(int status, String verb, String template, HttpResponse<String> answer) throws IOException {
        String what = verb + " " + template + " -> " + answer.statusCode() + " " + answer.body();
        assertThat(answer.statusCode()).as(what).isEqualTo(status);
        JsonNode operation = document.get("paths").path(template).path(verb);
        JsonNode said = operation.path("responses").path(String.valueOf(status));
        if (said.isMissingNode()) {
            said = operation.path("responses").path("default");
        }
        assertThat(said.isMissingNode()).as("%s is not described", what).isFalse();
        if (said.has("$ref")) {
            said = document.at(said.get("$ref").asText().substring(1));
        }
        if (status < 300) {
            called.add(verb.toUpperCase(Locale.ROOT) + " " + template);
        }
        if (answer.body().isEmpty()) {
            assertThat(said.has("content")).as(what).isFalse();
            return JSON.createObjectNode();
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode schema = said.path("content").path(type).path("schema");
        assertThat(schema.isObject())
                .as("%s is not described as %s", what, type)
                .isTrue();
        if (!type.endsWith("json")) {
            return JSON.createObjectNode();
        }
        JsonNode body = JSON.readTree(answer.body());
        assertThat(problems(schema, body)).as(what).isEmpty();
        return body;
    }

    private Iterable<?> problems(JsonNode schema, JsonNode body) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document.get("components"));
        whole.setAll((ObjectNode) schema);
        var config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(whole, config)
                .validate(body);
    }
}
