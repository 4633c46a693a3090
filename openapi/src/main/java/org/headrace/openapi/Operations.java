package org.headrace.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.headrace.openapi.ResourceMethod.Taken;
import org.jspecify.annotations.Nullable;

/** Completes what is said of operations by what the resources tell. */
final class Operations {

    private static final List<String> VERBS = List.of("get", "put", "post", "delete", "options", "head", "patch");

    private final Tree document;
    private final String base;
    private final Findings findings;

    Operations(Tree document, String base, Findings findings) {
        this.document = document;
        this.base = base;
        this.findings = findings;
    }

    void complete(List<ResourceMethod> methods) {
        Tree paths = document.tree("paths");
        var shorthand = new Shorthand(document);
        Set<String> known = new HashSet<>();
        for (ResourceMethod method : methods) {
            known.add(method.verb() + method.path());
            if (paths.get(method.path()) instanceof Tree item && item.get(method.verb()) instanceof Tree said) {
                said.putIfAbsent("operationId", method.id());
                complete(method, item, said);
            } else {
                findings.add(method + " (" + method.id() + ") is not described");
            }
        }
        paths.forEach((path, item) -> {
            for (String verb : VERBS) {
                if (item instanceof Tree said && said.get(verb) instanceof Tree operation) {
                    if (path.startsWith(base + "/") && !known.contains(verb + path)) {
                        findings.add(verb + " " + path + " is described, but no resource has it");
                    }
                    shorthand.expand(operation);
                }
            }
        });
        shorthand.forget();
    }

    private void complete(ResourceMethod method, Tree item, Tree said) {
        Set<Taken> described = new HashSet<>();
        for (Tree place : List.of(item, said)) {
            if (place.containsKey("parameters")) {
                place.trees("parameters").forEach(parameter -> described.add(taken(parameter)));
            }
        }
        for (Taken taken : method.taken()) {
            if (!described.remove(taken)) {
                String shared = shared(method, taken);
                if (shared == null) {
                    findings.add(method + ": the " + taken.in() + " parameter " + taken.name() + " is not described");
                } else {
                    said.list("parameters").add(Tree.with("$ref", "#/components/parameters/" + shared));
                }
            }
        }
        described.stream()
                .filter(more -> more.in().equals("path") || (more.in().equals("query") && !method.readsRequest()))
                .forEach(more -> findings.add(method + ": it takes no " + more.in() + " parameter " + more.name()));
        body(method, said);
        answers(method, said);
    }

    private Taken taken(Tree parameter) {
        Tree found = parameter.get("$ref") instanceof String reference
                ? document.tree("components")
                        .tree("parameters")
                        .tree(reference.substring(reference.lastIndexOf('/') + 1))
                : parameter;
        return new Taken(String.valueOf(found.get("in")), String.valueOf(found.get("name")));
    }

    /** That of the resource's first segment, such as {@code streams.name}, comes before that for all, {@code name}. */
    private @Nullable String shared(ResourceMethod method, Taken taken) {
        String rest = method.path().substring(base.length() + 1);
        int end = rest.indexOf('/');
        String segment = end < 0 ? rest : rest.substring(0, end);
        Tree parameters = document.tree("components").tree("parameters");
        for (String key : List.of(segment + "." + taken.name(), taken.name())) {
            if (parameters.get(key) instanceof Tree parameter && taken.equals(taken(parameter))) {
                return key;
            }
        }
        return null;
    }

    private void body(ResourceMethod method, Tree said) {
        boolean described = said.containsKey("requestBody") || said.containsKey(Shorthand.BODY);
        if (method.takesBody() != described) {
            findings.add(method + (described ? ": it takes no body" : ": its body is not described"));
        }
    }

    private void answers(ResourceMethod method, Tree said) {
        Tree responses = said.tree("responses");
        if (method.answersNothing()) {
            responses.putIfAbsent("204", Tree.with("description", "It is done."));
        }
        List<String> good = responses.keySet().stream()
                .filter(status -> status.startsWith("2"))
                .toList();
        if (good.isEmpty()) {
            findings.add(method + ": it is not said what it answers");
        }
        List<String> types = new ArrayList<>();
        for (String status : good) {
            if (responses.tree(status).get("content") instanceof Tree content) {
                types.addAll(content.keySet());
            }
        }
        types.stream()
                .filter(type -> !method.produces().contains(type))
                .forEach(type -> findings.add(method + ": it does not answer in " + type));
    }
}
