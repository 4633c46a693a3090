package org.headrace.openapi;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Expands what pieces say for short:
 *
 * <ul>
 *   <li>{@code x-body: {of, required, example}} is a body of JSON of a schema of the components;
 *   <li>{@code x-of: Name} in a response is an answer of JSON, whose {@code example} stands beside it;
 *   <li>{@code x-paged: true} in a response is the header that leads to the next page;
 *   <li>{@code x-problems: [name, …]} in an operation are the problems it may answer with, by the last part of their type;
 *       the document's {@code x-problem-types} names the enum that has them all: {@code urn()}, {@code status()},
 *       {@code title()}.
 * </ul>
 */
final class Shorthand {

    static final String BODY = "x-body";
    private static final String OF = "x-of";
    private static final String PAGED = "x-paged";
    private static final String PROBLEMS = "x-problems";
    private static final String PROBLEM_TYPES = "x-problem-types";
    private static final String PROBLEM_JSON = "application/problem+json";

    private record Problem(String urn, int status, String title) {}

    private final Tree document;
    private final Map<String, Problem> problems;

    Shorthand(Tree document) {
        this.document = document;
        this.problems = document.get(PROBLEM_TYPES) instanceof String type ? problems(type) : Map.of();
        if (!problems.isEmpty()) {
            List<@Nullable Object> urns = new ArrayList<>();
            problems.values().forEach(problem -> urns.add(problem.urn()));
            document.tree("components").tree("schemas").tree("ProblemType").put("enum", urns);
        }
    }

    /** Takes away what only we read. */
    void forget() {
        document.take(PROBLEM_TYPES);
    }

    void expand(Tree operation) {
        if (operation.take(BODY) instanceof Tree body) {
            Tree content = Tree.with("schema", reference(body.get("of")));
            if (body.containsKey("example")) {
                content.put("example", body.get("example"));
            }
            operation.put(
                    "requestBody",
                    Tree.with("required", body.getOrDefault("required", true))
                            .and("content", Tree.with("application/json", content)));
        }
        Tree responses = operation.tree("responses");
        responses.values().forEach(response -> {
            if (response instanceof Tree answer) {
                expandAnswer(answer);
            }
        });
        if (operation.containsKey(PROBLEMS)) {
            problems(operation.list(PROBLEMS), responses);
            operation.take(PROBLEMS);
        }
        if (!problems.isEmpty()) {
            responses.putIfAbsent("default", Tree.with("$ref", "#/components/responses/Problem"));
        }
    }

    private static Tree reference(@Nullable Object schema) {
        return Tree.with("$ref", "#/components/schemas/" + schema);
    }

    private static void expandAnswer(Tree answer) {
        Object schema = answer.take(OF);
        if (schema != null) {
            Tree content = Tree.with("schema", reference(schema));
            if (answer.containsKey("example")) {
                content.put("example", answer.take("example"));
            }
            answer.tree("content").put("application/json", content);
        }
        if (answer.take(PAGED) != null) {
            answer.tree("headers").put("Link", Tree.with("$ref", "#/components/headers/NextPage"));
        }
    }

    private void problems(List<@Nullable Object> names, Tree responses) {
        Map<Integer, List<String>> byStatus = new TreeMap<>();
        for (Object name : names) {
            Problem problem = problems.get(String.valueOf(name));
            if (problem == null) {
                throw new IllegalStateException("There is no problem " + name + ": " + problems.keySet());
            }
            byStatus.computeIfAbsent(problem.status(), status -> new ArrayList<>())
                    .add(String.valueOf(name));
        }
        byStatus.forEach((status, those) -> {
            Tree examples = new Tree();
            List<String> titles = new ArrayList<>();
            for (String name : those) {
                Problem problem = problems.get(name);
                if (problem != null) {
                    titles.add(problem.title());
                    examples.put(name, Tree.with("$ref", "#/components/examples/" + name));
                    example(name, problem);
                }
            }
            Tree content = Tree.with("schema", reference("Problem")).and("examples", examples);
            responses.put(
                    String.valueOf(status),
                    Tree.with("description", String.join("; ", titles) + ".")
                            .and("content", Tree.with(PROBLEM_JSON, content)));
        });
    }

    /** The pieces may say more of it, such as its detail. */
    private void example(String name, Problem problem) {
        Tree value = Tree.with("type", problem.urn())
                .and("title", problem.title())
                .and("status", problem.status())
                .and("detail", problem.title())
                .and("violations", new ArrayList<>());
        Tree example = document.tree("components").tree("examples").tree(name);
        example.put("value", value.merge(example.tree("value")));
    }

    private static Map<String, Problem> problems(String type) {
        Map<String, Problem> problems = new LinkedHashMap<>();
        try {
            Class<?> types = Class.forName(type, true, Shorthand.class.getClassLoader());
            Method urn = types.getMethod("urn");
            Method status = types.getMethod("status");
            Method title = types.getMethod("title");
            for (Object constant : types.getEnumConstants()) {
                String name = String.valueOf(urn.invoke(constant));
                problems.put(
                        name.substring(name.lastIndexOf(':') + 1),
                        new Problem(name, (int) status.invoke(constant), String.valueOf(title.invoke(constant))));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no enum with urn(), status() and title()", e);
        }
        return problems;
    }
}
