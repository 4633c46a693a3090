package org.headrace.web.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.headrace.web.Resources;
import org.headrace.web.problem.ProblemType;
import org.junit.jupiter.api.Test;

/** What the build says of the API. */
class ApiDescriptionTest {

    private final JsonNode document = Described.json();

    @Test
    void itIsOpenApi() {
        var options = new ParseOptions();
        options.setResolve(true);

        for (String format : List.of("yaml", "json")) {
            SwaggerParseResult read = new OpenAPIV3Parser().readContents(Described.text(format), null, options);

            assertThat(read.getMessages()).as(format).isEmpty();
            assertThat(read.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
            assertThat(read.getOpenAPI().getPaths()).hasSameSizeAs(document.get("paths"));
        }
    }

    @Test
    void everyMethodOfAResourceIsInItAndNothingElse() {
        Set<String> described = Described.operations(document);

        assertThat(described).contains("POST /hubs/events/negotiate");
        described.remove("POST /hubs/events/negotiate");
        assertThat(described).isEqualTo(served());
    }

    /** By means that the build does not use: the application's own list of its classes. */
    private static Set<String> served() {
        Set<String> served = new TreeSet<>();
        for (Class<?> resource : Resources.ours()) {
            for (Method method : resource.getMethods()) {
                Arrays.stream(method.getAnnotations())
                        .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
                        .filter(verb -> verb != null)
                        .forEach(verb -> served.add(verb.value() + " /api/" + path(resource, method)));
            }
        }
        return served;
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        StringBuilder plain = new StringBuilder();
        boolean inPattern = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            inPattern = (inPattern || c == ':') && c != '}';
            if (!inPattern) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    @Test
    void everyOperationSaysWhatItIsForAndHowItFails() {
        List<String> silent = new ArrayList<>();
        Set<String> ids = new TreeSet<>();
        Described.eachOperation(document, (name, operation) -> {
            boolean answers = operation.get("responses").properties().stream()
                    .anyMatch(r -> r.getKey().startsWith("2"));
            if (!operation.has("summary")
                    || !operation.has("tags")
                    || !answers
                    || !operation.get("responses").has("default")
                    || !ids.add(operation.path("operationId").asText())) {
                silent.add(name);
            }
        });

        assertThat(silent).isEmpty();
        assertThat(document.toString()).doesNotContain("\"x-");
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        assertThat(Described.examples(document)).isGreaterThan(60);
        assertThat(Described.wrongExamples(document)).isEmpty();
    }

    @Test
    void theProblemsAreThoseThatThereAre() {
        List<String> types = new ArrayList<>();
        document.at("/components/schemas/ProblemType/enum").forEach(type -> types.add(type.asText()));

        assertThat(types)
                .containsExactlyElementsOf(Arrays.stream(ProblemType.values())
                        .map(ProblemType::urn)
                        .toList());
    }

    @Test
    void bothSchemesOfSecurityAreDeclared() {
        assertThat(document.at("/components/securitySchemes/basic/scheme").asText())
                .isEqualTo("basic");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(document.get("security")).hasSize(3);
    }
}
