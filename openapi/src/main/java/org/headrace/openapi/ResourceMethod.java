package org.headrace.openapi;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of a JAX-RS resource.
 *
 * @param path as OpenAPI has it: with the base, without patterns
 * @param verb in lower case
 */
record ResourceMethod(String path, String verb, Method method) {

    /** What a method takes from a path, a query or a header. */
    record Taken(String in, String name) {}

    /** Those of the resources among a module's classes, in order of path and verb. */
    static List<ResourceMethod> allIn(java.nio.file.Path classes, String base) throws IOException {
        List<String> names;
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .toList();
        }
        return names.stream()
                .map(ResourceMethod::load)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .flatMap(type -> of(type, base))
                .sorted(Comparator.comparing(ResourceMethod::path).thenComparing(ResourceMethod::verb))
                .toList();
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ResourceMethod.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is not on the class path", e);
        }
    }

    /** Those of a resource. */
    static Stream<ResourceMethod> of(Class<?> resource, String base) {
        return Arrays.stream(resource.getMethods()).flatMap(method -> {
            String verb = verb(method);
            if (verb == null) {
                return Stream.empty();
            }
            Path own = method.getAnnotation(Path.class);
            String path = joined(base, resource.getAnnotation(Path.class).value(), own == null ? "" : own.value());
            return Stream.of(new ResourceMethod(path, verb, method));
        });
    }

    private static @Nullable String verb(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
                return verb.value().toLowerCase(Locale.ROOT);
            }
        }
        return null;
    }

    private static String joined(String... parts) {
        return Arrays.stream(parts)
                .map(part -> part.replaceAll("^/+|/+$", "").replaceAll("\\{\\s*([\\w.-]+)\\s*:[^{}]*}", "{$1}"))
                .filter(part -> !part.isEmpty())
                .reduce("", (path, part) -> path + "/" + part);
    }

    /** Of the resource and the method. */
    String id() {
        String resource = method.getDeclaringClass().getSimpleName().replaceAll("Resource$", "");
        return Character.toLowerCase(resource.charAt(0)) + resource.substring(1) + "." + method.getName();
    }

    List<Taken> taken() {
        List<Taken> taken = new ArrayList<>();
        for (Parameter parameter : method.getParameters()) {
            PathParam path = parameter.getAnnotation(PathParam.class);
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            HeaderParam header = parameter.getAnnotation(HeaderParam.class);
            if (path != null) {
                taken.add(new Taken("path", path.value()));
            }
            if (query != null) {
                taken.add(new Taken("query", query.value()));
            }
            if (header != null) {
                taken.add(new Taken("header", header.value()));
            }
        }
        return taken;
    }

    /** Whether it may read more of the request than it says. */
    boolean readsRequest() {
        return Arrays.stream(method.getParameterTypes()).anyMatch(UriInfo.class::equals);
    }

    /** Whether something of it is the body. */
    boolean takesBody() {
        return Arrays.stream(method.getParameters())
                .anyMatch(parameter -> Stream.of(PathParam.class, QueryParam.class, HeaderParam.class, Context.class)
                        .noneMatch(parameter::isAnnotationPresent));
    }

    boolean answersNothing() {
        return method.getReturnType() == void.class;
    }

    /** The media types that it answers in; empty: it does not say. */
    List<String> produces() {
        Produces own = method.getAnnotation(Produces.class);
        Produces all = method.getDeclaringClass().getAnnotation(Produces.class);
        Produces said = own == null ? all : own;
        return said == null ? List.of() : List.of(said.value());
    }

    @Override
    public String toString() {
        return verb.toUpperCase(Locale.ROOT) + " " + path;
    }
}
